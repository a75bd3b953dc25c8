import 'server-only'
import { z } from 'zod'
import { listApplications } from '@/lib/integrations/applications/list-applications'
import { readApplication } from '@/lib/integrations/applications/read-application'
import { Application, ApplicationPage, ApplicationQuery } from '@/lib/integrations/applications/schemas'
import { readPolicy } from '@/lib/integrations/rules/read-policy'
import { Policy } from '@/lib/integrations/rules/schemas'
import { named, type Operation, operation } from '../operation'
import { ApiRefusal } from '../refusals'

const READS = { tag: 'Qualifications', method: 'GET', scope: 'QUALIFICATIONS_READ' } as const

export const APPLICATION_OPERATIONS: readonly Operation[] = [
  operation({
    ...READS,
    id: 'readPolicy',
    path: '/policies/{rulebook}',
    summary: 'What is required of whom',
    description: 'With the texts of the portal in both languages.',
    inputs: {
      path: z.strictObject({
        rulebook: z
          .string()
          .max(100)
          .describe('`current`, or the version of a qualification with its slash as %2F: `cn-mainland%2F2024-10`.'),
      }),
    },
    answers: { 200: { description: 'The rules.', schema: named('Policy', Policy) } },
    codes: ['NOT_FOUND'],
    handle: async (_client, { path }) => ({ body: there(await readPolicy(path.rulebook)) }),
  }),
  operation({
    ...READS,
    id: 'listQualifications',
    path: '/qualifications',
    summary: 'The qualifications that the key may know of',
    inputs: { query: ApplicationQuery },
    answers: { 200: { description: 'A page of them.', schema: named('QualificationPage', ApplicationPage) } },
    codes: ['ACCOUNT_NOT_ALLOWED'],
    handle: async (client, { query }) => {
      if (query.account && client.accountId !== null && query.account !== client.accountId) {
        throw new ApiRefusal('ACCOUNT_NOT_ALLOWED', [{ detail: 'Not of this key', parameter: 'account' }])
      }
      return { body: await listApplications(client, query) }
    },
  }),
  operation({
    ...READS,
    id: 'readQualification',
    path: '/qualifications/{id}',
    summary: 'One qualification: its state, its parts and the decisions on it',
    description: 'Nothing that was declared or uploaded is answered.',
    inputs: { path: z.strictObject({ id: z.uuid().toLowerCase() }) },
    answers: { 200: { description: 'The qualification.', schema: named('Qualification', Application) } },
    codes: ['NOT_FOUND'],
    handle: async (client, { path }) => ({ body: there(await readApplication(client, path.id)) }),
  }),
]

/** @throws ApiRefusal NOT_FOUND */
function there<T>(found: T | null): T {
  if (found === null) throw new ApiRefusal('NOT_FOUND')
  return found
}
