import { expect, test } from 'vitest'
import type { DraftSlot } from '@/lib/qualifications/draft/read-draft'
import { filesOf } from './many'

const aSlot = (kind: string, min: number, ...files: string[]) =>
  ({ slot: { kind, min }, pages: files.map((fileId) => ({ fileId })) }) as unknown as DraftSlot

test('a sender without a required document is named, with its kinds', () => {
  const slots = [
    aSlot('ID_PORTRAIT', 1, 'a'),
    aSlot('ID_EMBLEM', 1),
    aSlot('SUPPORTING', 0),
    aSlot('COMMITMENT_LETTER', 1),
  ]
  expect(() => filesOf(7, slots)).toThrow('Sender 7 lacks: ID_EMBLEM, COMMITMENT_LETTER')
})

test('copies get the first file of each kind that has one', () => {
  const files = filesOf(7, [aSlot('ID_PORTRAIT', 1, 'a', 'b'), aSlot('SUPPORTING', 0)])
  expect([...files]).toEqual([['ID_PORTRAIT', 'a']])
})
