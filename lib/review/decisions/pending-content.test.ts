import { expect, test } from 'vitest'
import { newId } from '@/lib/core/ids'
import { PendingContent, pendingText } from './pending-content'

const [first, second] = [newId(), newId()]
const place = { fileId: newId(), page: 0, left: 0.1, top: 0.1, right: 0.4, bottom: 0.3 }

const stored = {
  reasonsVersion: 'cn-mainland/2024-10',
  parts: [
    {
      partId: first,
      verdict: 'REFUSED',
      reasons: ['BLURRED'],
      note: '请修改',
      place,
      mend: 'FIELD',
      mendField: 'samples',
    },
    { partId: second, verdict: 'ACCEPTED', reasons: [], note: null, mend: null, mendField: null },
  ],
}

test('a decision that an earlier release sealed is read, and is sealed in the same form', () => {
  const content = PendingContent.parse(stored)
  expect(content.parts).toMatchObject([
    { partId: first, correction: 'FIELD', correctionField: 'samples' },
    { partId: second, correction: null, correctionField: null },
  ])
  expect(JSON.parse(pendingText(content))).toEqual(stored)
})

test.each([
  ['an unknown correction', { mend: 'SOUL' }],
  ['a key too many', { more: 1 }],
])('%s is refused', (_, added) => {
  const [part] = stored.parts
  expect(PendingContent.safeParse({ ...stored, parts: [{ ...part, ...added }] }).success).toBe(false)
})

test.each([[null], ['text'], [[null]], [{}]])('%j as parts is refused', (parts) => {
  expect(PendingContent.safeParse({ ...stored, parts }).success).toBe(false)
})
