import { describe, expect, it, test } from 'vitest'
import en from '@/lib/core/languages/messages/en/review.json'
import zh from '@/lib/core/languages/messages/zh-CN/review.json'
import { ariaKeys, DRAWING_KEYS, directionOf, KEY_GROUPS, keyNameIn, keyOf, PICTURE_KEYS } from './key-map'

test.each(Object.entries(KEY_GROUPS))(
  'each key of %s does one thing, and the help has words for it',
  (group, table) => {
    const keys = Object.values(table).flatMap((shortcut) => shortcut.keys)
    expect(new Set(keys).size).toBe(keys.length)
    for (const { keys: words } of [en, zh]) {
      const own: Record<string, unknown> = group === 'picture' || group === 'drawing' ? words[group] : words
      for (const name of Object.keys(table)) expect(own[name], name).toEqual(expect.any(String))
    }
  },
)

test('a key of a control is found in its table, and an arrow points where it says', () => {
  expect(keyNameIn(PICTURE_KEYS, '=')).toBe('zoomIn')
  expect(keyNameIn(PICTURE_KEYS, 'Shift+t')).toBe('turnLeft')
  expect(keyNameIn(PICTURE_KEYS, 'Enter')).toBeUndefined()
  expect(keyNameIn(DRAWING_KEYS, 'Shift+ArrowUp')).toBe('size')
  for (const arrow of ['ArrowUp', 'Shift+ArrowUp']) expect(directionOf(arrow)).toEqual([0, -1])
})

test('the page announces keys as assistive technology names them', () => {
  expect(ariaKeys('next')).toBe('j ArrowDown')
  expect(ariaKeys('search')).toBe('/')
})

describe('the key that was pressed', () => {
  const none = { keyCode: 65, isComposing: false, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false }
  it.each([
    ['a letter', { key: 'a' }, 'a'],
    ['a letter with Caps Lock', { key: 'A' }, 'a'],
    ['a letter with Shift', { key: 'A', shiftKey: true }, 'Shift+a'],
    ['a letter with Shift and Caps Lock', { key: 'a', shiftKey: true }, 'Shift+a'],
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
