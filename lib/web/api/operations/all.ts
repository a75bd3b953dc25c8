import 'server-only'
import { z } from 'zod'
import { named, type Operation } from '../operation'
import { ACCOUNT_OPERATIONS } from './accounts'
import { APPLICATION_OPERATIONS } from './applications'
import { CHANGE_OPERATIONS } from './changes'
import { CONSENT_OPERATIONS } from './consents'
import { DOCUMENT_OPERATIONS } from './documents'
import { DRAFT_OPERATIONS } from './draft'
import { GATE_OPERATIONS } from './gate'
import { HANDOVER_OPERATIONS } from './handovers'
import { PAPER_OPERATIONS } from './papers'
import { STAFF_OPERATIONS } from './staff'
import { TEST_OPERATIONS } from './test'
import { WRITING_OPERATIONS } from './writing'

const DESCRIBE: Operation = {
  id: 'describeApi',
  tag: 'Description',
  method: 'GET',
  path: '/openapi.json',
  scope: null,
  summary: 'This description',
  inputs: {},
  answers: { 200: { description: 'OpenAPI 3.1', schema: named('OpenApi', z.looseObject({ openapi: z.string() })) } },
  answer: async ({ services }) => ({ body: services.describe() }),
}

/**
 * Everything that the API does: dispatch, the paths of the log, 404 and 405, and the OpenAPI document are made of it.
 */
export const OPERATIONS: readonly Operation[] = [
  ...GATE_OPERATIONS,
  ...CHANGE_OPERATIONS,
  ...APPLICATION_OPERATIONS,
  ...HANDOVER_OPERATIONS,
  ...ACCOUNT_OPERATIONS,
  ...CONSENT_OPERATIONS,
  ...WRITING_OPERATIONS,
  ...DRAFT_OPERATIONS,
  ...TEST_OPERATIONS,
  ...STAFF_OPERATIONS,
  ...DOCUMENT_OPERATIONS,
  ...PAPER_OPERATIONS,
  DESCRIBE,
]
