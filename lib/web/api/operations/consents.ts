import 'server-only'
import { z } from 'zod'
import { DomainError } from '@/lib/core/errors'
import { ExternalRef } from '@/lib/integrations/accounts/schemas'
import { type AttestationProblem, attestConsents } from '@/lib/integrations/consents/attest-consents'
import { readConsents } from '@/lib/integrations/consents/read-consents'
import { AttestConsents, ConsentsAnswer, WithdrawAttested } from '@/lib/integrations/consents/schemas'
import { withdrawAttested } from '@/lib/integrations/consents/withdraw-attested'
import { change, named, type Operation, operation } from '../operation'
import { type ApiCode, ApiRefusal, type Fault } from '../refusals'

/** The code of each refusal, what of an attestation it is about, and what is said of it. */
const REFUSED = {
  SWITCHED_OFF: ['ATTESTATION_OFF', 'purpose', 'The operator has not switched on that this is attested'],
  VERSION_UNKNOWN: ['INVALID_INPUT', 'version', 'No version of this text that was published'],
  VERSION_EARLIER: [
    'INVALID_INPUT',
    'version',
    'An earlier version of this text: your customer agrees to the current one',
  ],
  BEFORE_PUBLICATION: ['INVALID_INPUT', 'agreedAt', 'Before that version was published'],
  IN_FUTURE: ['INVALID_INPUT', 'agreedAt', 'In the future'],
  HAS_MEMBERS: ['HAS_MEMBERS', 'purpose', 'Members give their consents in the portal'],
  WITHDRAWN: ['CONSENT_WITHDRAWN', 'purpose', 'Only the person can give it again, in the portal'],
  ATTESTED_BEFORE: ['CONFLICT', 'version', 'This version is attested already'],
} as const satisfies Readonly<Record<AttestationProblem, readonly [ApiCode, string, string]>>

const OF_CUSTOMER = { tag: 'Consents', scope: 'CONSENTS_ATTEST' } as const
const path = z.strictObject({ externalRef: ExternalRef })
const Consents = named('Consents', ConsentsAnswer)

/** Consents that the platform collected on its own pages, where the operator has switched that on. */
export const CONSENT_OPERATIONS: readonly Operation[] = [
  operation({
    ...OF_CUSTOMER,
    id: 'readConsents',
    method: 'GET',
    path: '/accounts/{externalRef}/consents',
    summary: 'The consents of a customer: which are missing, and the words of each',
    inputs: { path },
    answers: { 200: { description: 'As of now.', schema: Consents } },
    codes: ['NOT_FOUND'],
    handle: async (client, { path: { externalRef } }) => ({ body: await readConsents(client, externalRef) }),
  }),
  change({
    ...OF_CUSTOMER,
    id: 'attestConsents',
    method: 'POST',
    path: '/accounts/{externalRef}/consents',
    summary: 'Attest that a customer consented on your own pages',
    description:
      'For an account without members, and for the purposes that the operator has switched on. All are recorded, or none.',
    inputs: { path, body: named('AttestConsents', AttestConsents) },
    answers: { 201: { description: 'They are recorded.', schema: Consents } },
    codes: ['NOT_FOUND', ...new Set(Object.values(REFUSED).map(([code]) => code))],
    act: (client, { path: { externalRef }, body }) => attestConsents(client, { externalRef, ...body }).catch(refuse),
    answerOf: (body) => body && { status: 201, body },
  }),
  change({
    ...OF_CUSTOMER,
    id: 'withdrawConsent',
    method: 'POST',
    path: '/accounts/{externalRef}/consents/withdrawals',
    summary: 'Pass on that a customer withdrew an attested consent',
    description: 'What keys made for the account stops: open applications are withdrawn, approvals suspended.',
    inputs: { path, body: named('WithdrawConsent', WithdrawAttested) },
    answers: { 200: { description: 'It is withdrawn.', schema: Consents } },
    codes: ['NOT_FOUND', 'CONFLICT', 'INVALID_STATE'],
    act: (client, { path: { externalRef }, body }) => withdrawAttested(client, { externalRef, ...body }),
    answerOf: (body) => body && { status: 200, body },
  }),
]

function refuse(error: unknown): never {
  const { problem, at } = error instanceof DomainError ? error.params : {}
  if (typeof problem !== 'string' || !Object.hasOwn(REFUSED, problem)) throw error
  const [code, field, detail] = REFUSED[problem as AttestationProblem]
  const fault: Fault = { detail, pointer: `/consents/${at}/${field}` }
  throw new ApiRefusal(code, [fault])
}
