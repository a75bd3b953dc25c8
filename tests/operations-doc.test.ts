import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { guideOf } from '@/lib/worker/conditions/condition'
import { CONDITION_KINDS, CONDITIONS } from '@/lib/worker/conditions/table'
import { wordsOf } from '@/lib/worker/conditions/words'

const [file = '', ...sections] = readFileSync('docs/operations.md', 'utf8').split(/^### /m)
const sectionOf = (kind: string) => sections.find((section) => section.startsWith(`${kind}\n`))

test.each(CONDITION_KINDS)('docs/operations.md says what %s means, and whether it notifies', (kind) => {
  const section = sectionOf(kind) ?? ''
  expect(section.length).toBeGreaterThan(100)
  expect(section.includes('*No notification.*')).toBe(!CONDITIONS[kind].opensIncident)
  expect(guideOf(kind)).toBe(`docs/operations.md#${kind.toLowerCase()}`)
})

/** Returns the text as it is read: without the marks of Markdown, in one line. */
const plain = (text: string) =>
  text
    .replaceAll(/\s*\(\[[^\]]+\]\([^)]+\)\)/g, '')
    .replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1')
    .replaceAll(/[`*]/g, '')
    .replaceAll('’', "'")
    .replaceAll(/\s+/g, ' ')

test.each(CONDITION_KINDS)('docs/operations.md says what to do about %s as the page and the e-mail do', (kind) => {
  const todo = plain(wordsOf(kind, 'en').todo).replace(/\.$/, '')
  expect(plain(sectionOf(kind) ?? '')).toContain(todo)
})

test('docs/operations.md has no section of an unknown condition', () => {
  expect(file).toContain('## Conditions')
  const headings = sections.map((section) => section.split('\n')[0])
  expect(new Set(headings)).toEqual(new Set(CONDITION_KINDS))
})
