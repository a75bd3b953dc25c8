import 'server-only'
import { z } from 'zod'
import { DomainError } from '@/lib/core/errors'
import { createHandover, type HandoverProblem } from '@/lib/integrations/handovers/create-handover'
import { readHandoverAnswer } from '@/lib/integrations/handovers/handover-answer'
import { CreateHandover, HandoverAnswer, HandoverCreated } from '@/lib/integrations/handovers/schemas'
import { change, named, type Operation, operation } from '../operation'
import { type ApiCode, ApiRefusal, type Fault } from '../refusals'

/** The code of each refusal, and what of the body it is about. */
const REFUSED = {
  SCOPE_MISSING: ['SCOPE_MISSING', '/vouch'],
  ACCOUNT_NOT_ALLOWED: ['ACCOUNT_NOT_ALLOWED', '/account'],
  ACCOUNT_UNKNOWN: ['NOT_FOUND', '/account'],
  MEMBER_UNKNOWN: ['MEMBER_UNKNOWN', '/phone'],
  QUALIFICATION_UNKNOWN: ['NOT_FOUND', '/qualification'],
  QUALIFICATION_STATE: ['QUALIFICATION_STATE', '/qualification'],
  RETURN_NOT_ALLOWED: ['RETURN_NOT_ALLOWED', '/returnUrl'],
} as const satisfies Readonly<Record<HandoverProblem, readonly [ApiCode, string]>>

export const HANDOVER_OPERATIONS: readonly Operation[] = [
  change({
    id: 'createHandover',
    tag: 'Hand-over',
    method: 'POST',
    path: '/handovers',
    scope: 'HANDOVERS_CREATE',
    summary: 'A link that leads a customer into the portal',
    description: 'The link works once, for five minutes, and in the browser in which its button is pressed.',
    inputs: { body: named('CreateHandover', CreateHandover) },
    answers: { 201: { description: 'The link.', schema: named('HandoverCreated', HandoverCreated) } },
    codes: [...new Set(Object.values(REFUSED).map(([code]) => code))],
    act: (client, { body }) => createHandover(client, body).catch(refuse),
    answerOf: (made) =>
      made && {
        status: 201,
        body: { id: made.id, url: made.url, expiresAt: made.endsAt.toISOString() } satisfies HandoverCreated,
      },
  }),
  operation({
    id: 'readHandover',
    tag: 'Hand-over',
    method: 'GET',
    path: '/handovers/{id}',
    scope: 'HANDOVERS_CREATE',
    summary: 'What became of a hand-over',
    inputs: { path: z.strictObject({ id: z.uuid().toLowerCase() }) },
    answers: { 200: { description: 'As of now.', schema: named('Handover', HandoverAnswer) } },
    codes: ['NOT_FOUND'],
    async handle(client, { path: { id } }) {
      const body = await readHandoverAnswer(client, id)
      if (!body) throw new ApiRefusal('NOT_FOUND')
      return { body }
    },
  }),
]

function refuse(error: unknown): never {
  const problem = error instanceof DomainError ? error.params.problem : undefined
  if (typeof problem !== 'string' || !Object.hasOwn(REFUSED, problem)) throw error
  const [code, pointer] = REFUSED[problem as HandoverProblem]
  const fault: Fault = { detail: 'Refused', pointer }
  throw new ApiRefusal(code, [fault])
}
