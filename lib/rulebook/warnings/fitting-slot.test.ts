import { expect, test } from 'vitest'
import type { Reading, SeenKind } from '@/lib/checks/reading'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { anOrganisationContent } from '@/tests/factories/contents'
import { aReading } from '@/tests/factories/readings'
import { BUILT_IN_RULEBOOK as RULEBOOK } from '../built-in'
import { requiredSlots } from '../required-slots'
import { fittingSlot } from './fitting-slot'

const slots = requiredSlots(
  RULEBOOK,
  anOrganisationContent({ 'admin.isLegalRep': 'NO', 'admin.idType': 'RESIDENT_ID' }),
)
const fits = (kind: DocumentKind, ...pages: Reading[]) => {
  const required = slots.find(({ slot }) => slot.kind === kind)
  if (!required) throw new Error(`No slot for ${kind}`)
  return fittingSlot(slots, { ...required, pages })
}
const seen = (kind: SeenKind, side: Reading['side'] = null) => aReading({ kind, side })

test.each<[string, DocumentKind, Reading, DocumentKind | null]>([
  ['the other side of the same person', 'ADMIN_ID_PORTRAIT', seen('RESIDENT_ID', 'EMBLEM'), 'ADMIN_ID_EMBLEM'],
  ['and the portrait', 'LEGAL_REP_ID_EMBLEM', seen('RESIDENT_ID', 'PORTRAIT'), 'LEGAL_REP_ID_PORTRAIT'],
  ['a licence as an ID', 'LEGAL_REP_ID_PORTRAIT', seen('LICENCE'), 'LICENCE'],
  ['a card as a licence, which may be of two people', 'LICENCE', seen('RESIDENT_ID', 'PORTRAIT'), null],
  ['a side that was not recognised', 'ADMIN_ID_PORTRAIT', seen('RESIDENT_ID'), null],
  ['nothing', 'ADMIN_ID_PORTRAIT', seen('NONE'), null],
])('%s', (_, kind, page, expected) => {
  expect(fits(kind, page)).toBe(expected)
})

test('pages of different documents fit nowhere, and neither does what was not read', () => {
  expect(fits('ADMIN_ID_PORTRAIT', seen('LICENCE'), seen('RESIDENT_ID', 'EMBLEM'))).toBeNull()
  expect(fits('ADMIN_ID_PORTRAIT')).toBeNull()
})
