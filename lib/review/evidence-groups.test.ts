import { expect, test } from 'vitest'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { evidenceGroups } from './evidence-groups'

const fields = (fieldGroup: string) => ({ kind: 'FIELDS' as const, fieldGroup, documentKind: null })
const picture = (documentKind: DocumentKind) => ({ kind: 'DOCUMENT' as const, fieldGroup: null, documentKind })
const signature = { kind: 'SENDER_SIGNATURE' as const, fieldGroup: null, documentKind: null }
const samples = { kind: 'SAMPLE_MESSAGES' as const, fieldGroup: null, documentKind: null }
const namesOf = (parts: Parameters<typeof evidenceGroups>[0]) =>
  evidenceGroups(parts).map(({ group, parts: inIt }) => [
    group,
    inIt.map(({ kind, fieldGroup, documentKind }) => fieldGroup ?? documentKind ?? kind),
  ])

test('what shows a person or an organisation is next to what was declared of them', () => {
  const parts = [
    ...['contact', 'organisation', 'legalRep', 'admin', 'use'].map(fields),
    picture('LICENCE'),
    picture('LEGAL_REP_ID_PORTRAIT'),
    picture('ADMIN_ID_IN_HAND'),
    picture('COMMITMENT_LETTER'),
    signature,
    picture('SIGNATURE_EVIDENCE'),
    samples,
  ]
  expect(namesOf(parts)).toEqual([
    ['ORGANISATION', ['contact', 'organisation', 'LICENCE']],
    ['LEGAL_REP', ['legalRep', 'LEGAL_REP_ID_PORTRAIT']],
    ['ADMIN', ['admin', 'ADMIN_ID_IN_HAND']],
    ['LETTER', ['COMMITMENT_LETTER']],
    ['SENDING', ['use', 'SENDER_SIGNATURE', 'SIGNATURE_EVIDENCE', 'SAMPLE_MESSAGES']],
  ])
})

test('an administrator who is the representative is shown with them, and alone when nothing else of them is judged', () => {
  const together = [fields('legalRep'), picture('LEGAL_REP_ID_PORTRAIT'), picture('ADMIN_ID_IN_HAND')]
  expect(namesOf(together)).toEqual([['LEGAL_REP', ['legalRep', 'LEGAL_REP_ID_PORTRAIT', 'ADMIN_ID_IN_HAND']]])
  expect(namesOf([picture('ADMIN_ID_IN_HAND')])).toEqual([['ADMIN', ['ADMIN_ID_IN_HAND']]])
})
