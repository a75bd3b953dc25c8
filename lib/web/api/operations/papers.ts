import 'server-only'
import { z } from 'zod'
import type { ClientActor } from '@/lib/actor/actor'
import { Declared, IssuedLetters } from '@/lib/integrations/applications/draft-schemas'
import { issueLettersFor } from '@/lib/integrations/applications/issue-letters-for'
import { readDeclared } from '@/lib/integrations/applications/read-declared'
import { SLOT_OF_LETTER } from '@/lib/qualifications/draft/letters/draft-letters'
import type { IssuedLetter } from '@/lib/qualifications/draft/letters/issue-letters'
import { openLetter } from '@/lib/qualifications/draft/letters/open-letter'
import { openReceipt } from '@/lib/reports/receipt/open-receipt'
import { LETTER_VARIANTS } from '@/lib/rulebook/letters/letter-text'
import { change, named, type Operation, operation, paper } from '../operation'
import { ApiRefusal } from '../refusals'

const id = z.uuid().toLowerCase()
const path = z.strictObject({ id })
const PERSONAL = { method: 'GET', scope: 'PERSONAL_READ' } as const

/** Letters and receipts, and what is declared: all that contains personal values. */
export const PAPER_OPERATIONS: readonly Operation[] = [
  change({
    id: 'issueLetters',
    tag: 'Drafts',
    method: 'POST',
    path: '/qualifications/{id}/letters',
    scope: 'QUALIFICATIONS_WRITE',
    summary: 'Issue the letters to print and sign',
    description: 'With what the draft declares now: the same facts are the same letters.',
    inputs: { path },
    answers: { 201: { description: 'The letters.', schema: named('IssuedLetters', IssuedLetters) } },
    codes: ['NOT_FOUND', 'INVALID_STATE', 'CONFLICT', 'INCOMPLETE', 'OPERATOR_UNNAMED'],
    act: (client, { path: { id } }) => issueLettersFor(client, id),
    answerOf: (letters) => letters && { status: 201, body: { letters: letters.map(issued) } },
  }),
  paper({
    ...PERSONAL,
    id: 'downloadLetter',
    tag: 'Drafts',
    path: '/qualifications/{id}/letters/{letter}',
    summary: 'A letter as a PDF to print and sign',
    description:
      'In addition it requires `qualifications:write`. Its signed pages are uploaded as a document. Each download is an event.',
    inputs: { path: z.strictObject({ id, letter: z.enum(LETTER_VARIANTS) }) },
    codes: ['NOT_FOUND', 'INVALID_STATE', 'CONFLICT', 'INCOMPLETE', 'OPERATOR_UNNAMED'],
    open(client, { path: { id: qualificationId, letter: variant } }) {
      if (!client.scopes.includes('QUALIFICATIONS_WRITE')) throw new ApiRefusal('SCOPE_MISSING')
      return openLetter(client, { qualificationId, variant })
    },
  }),
  operation({
    ...PERSONAL,
    id: 'readDeclared',
    tag: 'Qualifications',
    path: '/qualifications/{id}/declared',
    summary: 'What the newest revision declares, unmasked',
    description: 'In addition it requires a scope of qualifications. Each call is an event.',
    inputs: { path },
    answers: { 200: { description: 'Every value.', schema: named('Declared', Declared) } },
    codes: ['NOT_FOUND'],
    async handle(client, { path: { id } }) {
      requireQualifications(client)
      return { body: await readDeclared(client, id) }
    },
  }),
  paper({
    ...PERSONAL,
    id: 'downloadReceipt',
    tag: 'Qualifications',
    path: '/qualifications/{id}/receipts/{revision}',
    summary: 'The receipt of a submitted revision as a PDF',
    description:
      'In addition it requires a scope of qualifications. Numbers and names of people are masked in it; names of organisations, sender signatures and samples are not.',
    inputs: { path: z.strictObject({ id, revision: z.string().regex(/^[1-9]\d{0,8}$/) }) },
    codes: ['NOT_FOUND'],
    open(client, { path: { id: qualificationId, revision } }) {
      requireQualifications(client)
      return openReceipt(client, { qualificationId, revision })
    },
  }),
]

/** @throws ApiRefusal SCOPE_MISSING */
function requireQualifications({ scopes }: ClientActor): void {
  if (!scopes.includes('QUALIFICATIONS_READ') && !scopes.includes('QUALIFICATIONS_WRITE')) {
    throw new ApiRefusal('SCOPE_MISSING')
  }
}

const issued = ({ id, variant, issuedAt, letter }: IssuedLetter) => ({
  ...{ letter: variant, slot: SLOT_OF_LETTER[variant], id, version: letter.version },
  issuedAt: issuedAt.toISOString(),
})
