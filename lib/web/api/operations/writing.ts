import 'server-only'
import { z } from 'zod'
import { readEvaluations } from '@/lib/integrations/applications/read-evaluations'
import {
  Evaluations,
  StartApplication,
  StartedApplication,
  SubmitApplication,
  SubmittedApplication,
} from '@/lib/integrations/applications/write-schemas'
import { createQualification } from '@/lib/qualifications/draft/create-qualification'
import { renewQualification } from '@/lib/qualifications/draft/renew-qualification'
import { submitQualification } from '@/lib/qualifications/draft/submit-qualification'
import { withdrawQualification } from '@/lib/qualifications/standing/withdraw-qualification'
import { change, named, type Operation, operation } from '../operation'

const WRITES = { tag: 'Qualifications', method: 'POST', scope: 'QUALIFICATIONS_WRITE' } as const
const path = z.strictObject({ id: z.uuid().toLowerCase() })
const Started = named('StartedQualification', StartedApplication)

type Named = { id: string; reference: string }

/** Answers with the names alone of what a verb returned. */
const namedBy = (status: number) => (made: Named | null) =>
  made && { status, body: { id: made.id, reference: made.reference } satisfies z.output<typeof StartedApplication> }

/** The verbs of the applicant's pages, for a client that acts for its customer. */
export const WRITING_OPERATIONS: readonly Operation[] = [
  change({
    ...WRITES,
    id: 'startQualification',
    path: '/qualifications',
    summary: 'Start an application',
    description:
      'A draft, under the rules in force. Each member of the account must have given every consent in the portal; without members, each must be attested.',
    inputs: { body: named('StartQualification', StartApplication) },
    answers: { 201: { description: 'The draft.', schema: Started } },
    codes: ['NOT_FOUND', 'INVALID_STATE', 'CONSENT_MISSING', 'COOLING_OFF', 'TOO_MANY_DRAFTS'],
    act: (client, { body: { account, kind, from } }) => createQualification(client, { accountId: account, kind, from }),
    answerOf: namedBy(201),
  }),
  operation({
    ...WRITES,
    id: 'readEvaluations',
    method: 'GET',
    path: '/qualifications/{id}/evaluations',
    summary: 'What is missing or doubtful in a draft',
    description: 'The list of the portal’s check page, by the rules and by what machines read of the pictures.',
    inputs: { path },
    answers: { 200: { description: 'The list as of now.', schema: named('Evaluations', Evaluations) } },
    codes: ['NOT_FOUND', 'INVALID_STATE'],
    handle: async (client, { path: { id } }) => ({ body: await readEvaluations(client, id) }),
  }),
  change({
    ...WRITES,
    id: 'submitQualification',
    path: '/qualifications/{id}/submit',
    summary: 'Submit a draft',
    description:
      'As the evaluations showed it. Each member of the account must have given every consent in the portal; without members, each must be attested.',
    inputs: { path, body: named('SubmitQualification', SubmitApplication) },
    answers: { 200: { description: 'The receipt.', schema: named('SubmittedQualification', SubmittedApplication) } },
    codes: [
      'NOT_FOUND',
      'CONFLICT',
      'INVALID_STATE',
      'CONSENT_MISSING',
      'INCOMPLETE',
      'FINDINGS_CHANGED',
      'FILES_BEING_EXAMINED',
    ],
    act: (client, { path: { id }, body }) => submitQualification(client, { qualificationId: id, ...body }),
    answerOf: (receipt) =>
      receipt && {
        status: 200,
        body: {
          ...{ id: receipt.id, reference: receipt.reference, revision: receipt.revision },
          submittedAt: receipt.submittedAt.toISOString(),
        } satisfies z.output<typeof SubmittedApplication>,
      },
  }),
  change({
    ...WRITES,
    id: 'withdrawQualification',
    path: '/qualifications/{id}/withdraw',
    summary: 'Withdraw an application that is not decided yet',
    inputs: { path },
    answers: { 200: { description: 'It is withdrawn.', schema: Started } },
    codes: ['NOT_FOUND', 'CONFLICT', 'INVALID_STATE'],
    act: (client, { path: { id } }) => withdrawQualification(client, { qualificationId: id }),
    answerOf: namedBy(200),
  }),
  change({
    ...WRITES,
    id: 'renewQualification',
    path: '/qualifications/{id}/renew',
    summary: 'Start the renewal of an approved qualification near its end, or of an expired one',
    description: 'While there is a renewal, that one is answered.',
    inputs: { path },
    answers: { 201: { description: 'The renewal.', schema: Started } },
    codes: ['NOT_FOUND', 'INVALID_STATE', 'CONSENT_MISSING', 'COOLING_OFF', 'TOO_MANY_DRAFTS'],
    act: (client, { path: { id } }) => renewQualification(client, { qualificationId: id }),
    answerOf: namedBy(201),
  }),
]
