import { expect, test } from 'vitest'
import type { DraftSlot } from '@/lib/qualifications/draft/read-draft'
import { type Finding, warned } from '@/lib/rulebook/findings'
import { findingsOfSlot } from './findings-of-slot'

const at = (kind: 'ID_PORTRAIT' | 'ID_EMBLEM') => ({ on: 'DOCUMENT', kind, senderSignatureId: null }) as const
const held = { slot: { kind: 'ID_PORTRAIT' }, senderSignatureId: null } as DraftSlot

test('a slot shows its own warnings and notes, without what its card says elsewhere and what only blocks', () => {
  const shown: Finding[] = [
    warned('WRONG_SIDE', at('ID_PORTRAIT')),
    { ...warned('CARRIED_OVER', at('ID_PORTRAIT')), severity: 'note' },
    { ...warned('LETTER_WRONG_PARTY', at('ID_PORTRAIT')), severity: 'block' },
  ]
  const others: Finding[] = [
    warned('BLURRED', at('ID_EMBLEM')),
    warned('NOT_CORRECTED', at('ID_PORTRAIT')),
    warned('NAME_MISMATCH', { on: 'FIELD', group: 'identity', key: 'person.name' }),
    { code: 'DOCUMENT_MISSING', severity: 'block', place: at('ID_PORTRAIT'), params: {} },
  ]
  expect(findingsOfSlot([...others, ...shown], held)).toEqual(shown)
})
