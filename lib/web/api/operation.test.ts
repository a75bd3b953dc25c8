import { expect, test } from 'vitest'
import { z } from 'zod'
import { openApiOf } from './openapi'
import { named, operation } from './operation'

const Thing = named('Thing', z.strictObject({ name: z.string().max(5) }))
const CHANGE = operation({
  ...{ id: 'changeThing', tag: 'Things', method: 'PUT', path: '/things/{id}', summary: 'Change a thing' },
  scope: 'SENDERS_CHECK',
  inputs: {
    path: z.strictObject({ id: z.uuid() }),
    query: z.strictObject({ dry: z.enum(['true']).optional() }),
    body: Thing,
  },
  answers: { 200: { description: 'Changed', schema: Thing }, 201: { description: 'Made', schema: Thing } },
  codes: ['ACCOUNT_NOT_ALLOWED'],
  handle: async (_client, { body }) => ({ body }),
})

test('a row is described with its parameters, body, answers and refusals', () => {
  const { paths } = openApiOf([CHANGE]) as { paths: Record<string, Record<string, object>> }
  const inJson = { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } }
  const described = paths['/api/v1/things/{id}']?.put
  expect(described).toMatchObject({
    operationId: 'changeThing',
    description: 'Requires a key with the scope senders:check.',
    parameters: [
      { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
      { name: 'dry', in: 'query', required: false },
      { name: 'Zhunxin-Version', in: 'header', required: false, schema: { enum: ['2026-11-28'] } },
    ],
    requestBody: { required: true, ...inJson },
    responses: {
      200: { description: 'Changed', ...inJson },
      201: { description: 'Made', ...inJson },
      403: { description: expect.stringContaining('ACCOUNT_NOT_ALLOWED') },
      413: { description: expect.stringContaining('BODY_TOO_BIG') },
    },
  })
  expect(JSON.stringify(described)).not.toMatch(/NOT_FOUND|"security"/)
})
