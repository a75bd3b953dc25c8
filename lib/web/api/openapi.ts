import 'server-only'
import { z } from 'zod'
import { groupBy } from '@/lib/core/group-by'
import { VERSION_HEADER } from '@/lib/integrations/api-versions'
import { SCOPE_NAMES } from '@/lib/integrations/scopes'
import { headerComponents, headersOfAnswer, headersOfRefusal, VERSIONS } from './described-headers'
import { API, named, type Operation, PDF, schemaNames } from './operation'
import { FILE } from './read-file'
import { type ApiCode, Problem, REFUSALS } from './refusals'
import { webhookDescriptions } from './webhooks'

const TAGS = [
  { name: 'Gate', description: 'Who may send now.' },
  { name: 'Accounts', description: 'The customers of the platform.' },
  { name: 'Changes', description: 'What the gate would answer, for a gateway that answers by itself.' },
  { name: 'Qualifications', description: 'The applications of customers, and the rules for them.' },
  { name: 'Drafts', description: 'What an application declares and uploads.' },
  { name: 'Hand-over', description: 'Leading a customer of the platform into the portal, and back.' },
  { name: 'Tests', description: 'What people and carriers do, played by a test key.' },
  { name: 'Staff systems', description: 'The reviewers’ queue in numbers, and the carriers’ filings.' },
  { name: 'Description', description: 'This document.' },
]

const refTo = (name: string) => ({ $ref: `#/components/schemas/${name}` })

function refOf(schema: z.ZodType) {
  const name = schemaNames().get(schema)?.id
  if (name === undefined) throw new Error('A body and an answer have a schema with a name')
  return refTo(name)
}

/** A format says more than its pattern does. */
const override = ({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }) => {
  if (jsonSchema.format) delete jsonSchema.pattern
}

/** Returns the schemas that requests are parsed by, as JSON Schema. */
function components(): Record<string, object> {
  const made = z.toJSONSchema(schemaNames(), { io: 'input', uri: (id) => refTo(id).$ref, override })
  return Object.fromEntries(
    Object.entries(made.schemas).map(([id, { $id: _id, $schema: _schema, ...schema }]) => [id, schema]),
  )
}

function parametersOf(place: 'path' | 'query', schema: z.ZodObject | undefined): object[] {
  if (!schema) return []
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', override })
  return Object.entries(properties).map(([name, one]) => {
    return { name, in: place, required: required.includes(name), schema: one }
  })
}

const OF_KEYS: readonly ApiCode[] = [
  'INVALID_INPUT',
  'KEY_MISSING',
  'KEY_UNKNOWN',
  'KEY_REVOKED',
  'KEY_EXPIRED',
  'NETWORK_NOT_ALLOWED',
  'SCOPE_MISSING',
  'RATE_LIMITED',
  'UNEXPECTED',
  'DATABASE_UNAVAILABLE',
]
const OF_BODIES: readonly ApiCode[] = ['BODY_TOO_BIG', 'MEDIA_TYPE_NOT_SUPPORTED']

/** Returns every code by which an operation can refuse. */
function codesOf(operation: Operation): ApiCode[] {
  const { scope, inputs, codes = [], isRepeatable = false, isConditional = false } = operation
  const can = new Set([
    ...(scope === null ? (['INVALID_INPUT'] as const) : OF_KEYS),
    ...(inputs.body ? OF_BODIES : []),
    ...(isRepeatable ? (['IDEMPOTENCY_KEY_REUSED'] as const) : []),
    ...(isConditional ? (['PRECONDITION_REQUIRED', 'PRECONDITION_FAILED'] as const) : []),
    ...codes,
  ])
  return (Object.keys(REFUSALS) as ApiCode[]).filter((code) => can.has(code))
}

function refusalsOf(operation: Operation) {
  const content = { 'application/problem+json': { schema: refOf(named('Problem', Problem)) } }
  return Object.fromEntries(
    [...groupBy(codesOf(operation), (code) => REFUSALS[code][0])].map(([status, all]) => {
      const described = all.map((code) => `${code}: ${REFUSALS[code][1]}`)
      return [status, { description: described.join('\n\n'), headers: headersOfRefusal(operation, status), content }]
    }),
  )
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description:
    'Names the request for 24 hours: repeated with the same, it is answered as it was, and changes nothing again.',
  schema: { type: 'string', pattern: '^[!-~]{1,255}$' },
}
const VERSION = {
  name: VERSION_HEADER,
  in: 'header',
  required: false,
  description: 'Asks for another version than the one that the key has since it was made.',
  schema: VERSIONS,
}
/** Describes a form with one file. */
const FORM = {
  schema: {
    type: 'object',
    properties: { [FILE]: { type: 'string', format: 'binary' } },
    required: [FILE],
    additionalProperties: false,
  },
}
const IF_MATCH = {
  name: 'If-Match',
  in: 'header',
  required: true,
  description: 'The ETag of the draft as it was read, or as the last change answered it.',
  schema: { type: 'string' },
}
function operationOf(operation: Operation): object {
  const { id, tag, summary, scope, inputs, answers } = operation
  const needs = scope && `Requires a key with the scope ${SCOPE_NAMES[scope]}.`
  const description = [needs, operation.description].filter(Boolean).join(' ')
  const parameters = [
    ...parametersOf('path', inputs.path),
    ...parametersOf('query', inputs.query),
    ...(operation.isRepeatable ? [IDEMPOTENCY_KEY] : []),
    ...(operation.isConditional ? [IF_MATCH] : []),
    ...(scope ? [VERSION] : []),
  ]
  const answered = Object.entries(answers).map(([status, { description, schema }]) => {
    const headers = headersOfAnswer(operation, schema === PDF)
    const content =
      schema === PDF
        ? { [PDF]: { schema: { type: 'string', format: 'binary' } } }
        : { 'application/json': { schema: refOf(schema) } }
    return [status, { description, headers, content }]
  })
  return {
    tags: [tag],
    operationId: id,
    summary,
    ...(description ? { description } : {}),
    ...(scope ? {} : { security: [] }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(inputs.body
      ? { requestBody: { required: true, content: { 'application/json': { schema: refOf(inputs.body) } } } }
      : {}),
    ...(operation.takesFile ? { requestBody: { required: true, content: { 'multipart/form-data': FORM } } } : {}),
    responses: { ...Object.fromEntries(answered), ...refusalsOf(operation) },
  }
}

/**
 * Makes the description of the API (OpenAPI 3.1) of its operations, and of the schemas by which requests are parsed.
 */
export function openApiOf(operations: readonly Operation[]): object {
  const paths = [...groupBy(operations, ({ path }) => path)].map(([path, all]) => {
    const methods = all.map((operation) => [operation.method.toLowerCase(), operationOf(operation)])
    return [API + path, Object.fromEntries(methods)]
  })
  return {
    openapi: '3.1.1',
    info: {
      title: 'Zhunxin API',
      version: '1',
      description: 'For the systems of the platform. `docs/api.md` starts with an example.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ key: [] }],
    tags: TAGS,
    paths: Object.fromEntries(paths),
    webhooks: webhookDescriptions(),
    components: {
      schemas: components(),
      headers: headerComponents(),
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    },
  }
}
