import { describe, expect, it, test } from 'vitest'
import en from '@/lib/core/languages/messages/en/review.json'
import zh from '@/lib/core/languages/messages/zh-CN/review.json'
import { ariaKeys, KEY_MAP, keyOf, shortcut } from './key-map'

const names = Object.keys(KEY_MAP) as (keyof typeof KEY_MAP)[]

test('each key does one thing, and the help has words for it in both languages', () => {
  const keys = names.flatMap((name) => shortcut(name).keys)
  expect(new Set(keys).size).toBe(keys.length)
  for (const { keys: words } of [en, zh])
    for (const name of names) expect((words as Record<string, string>)[name], name).toBeTruthy()
  expect(ariaKeys('next')).toBe('j ArrowDown')
  expect(ariaKeys('search')).toBe('/')
})

describe('the key that was pressed', () => {
  const none = { keyCode: 65, isComposing: false, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false }
  it.each([
    ['a letter', { key: 'a' }, 'a'],
    ['a letter with Caps Lock', { key: 'A' }, 'a'],
    ['a letter with Shift', { key: 'A', shiftKey: true }, null],
    ['a letter with Shift and Caps Lock', { key: 'a', shiftKey: true }, null],
    ['a sign with Shift', { key: '?', shiftKey: true }, '?'],
    ['one with Control', { key: 'Enter', ctrlKey: true }, 'Control+Enter'],
    ['one with Command', { key: 'Enter', metaKey: true }, 'Control+Enter'],
    ['one with Alt', { key: 'a', altKey: true }, null],
    ['Enter while a word is composed', { key: 'Enter', isComposing: true }, null],
    ['Enter that ends it in Safari', { key: 'Enter', keyCode: 229 }, null],
  ])('%s', (_, pressed, name) => {
    expect(keyOf({ ...none, ...pressed })).toBe(name)
  })
})
