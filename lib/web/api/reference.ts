import 'server-only'
import { openApiOf } from './openapi'
import { OPERATIONS } from './operations/all'

/** Describes what is used here of a JSON Schema of draft 2020-12, as OpenAPI 3.1 contains it. */
type Schema = {
  $ref?: string
  type?: string | readonly string[]
  format?: string
  enum?: readonly unknown[]
  const?: unknown
  anyOf?: readonly Schema[]
  oneOf?: readonly Schema[]
  allOf?: readonly Schema[]
  items?: Schema
  properties?: Readonly<Record<string, Schema>>
  required?: readonly string[]
  additionalProperties?: boolean | Schema
  description?: string
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  minimum?: number
  maximum?: number
  default?: unknown
}
type Content = Readonly<Record<string, { schema?: Schema }>>
type Described = {
  tags?: readonly string[]
  operationId?: string
  summary?: string
  description?: string
  security?: readonly unknown[]
  parameters?: readonly { name: string; in: string; required?: boolean; description?: string; schema?: Schema }[]
  requestBody?: { required?: boolean; content?: Content }
  responses?: Readonly<Record<string, { description?: string; content?: Content }>>
}
type Document = {
  info: { version: string }
  tags?: readonly { name: string; description?: string }[]
  paths?: Readonly<Record<string, Readonly<Record<string, Described>>>>
  webhooks?: Readonly<Record<string, Readonly<Record<string, Described>>>>
  components: { schemas?: Readonly<Record<string, Schema>> }
}

/** Describes what a value may be, in words and values; `schema` names the schema that has its own description. */
export type ValueType = { readonly text: string; readonly schema: string | null; readonly values: readonly string[] }

/**
 * Describes a value of a request or an answer. `name` is the way to it from the whole, as in `qualification.id` and
 * `answers[]`.
 */
export type Field = ValueType & { readonly name: string; readonly isRequired: boolean; readonly about: string }

export type Parameter = Field & { readonly place: string }
/** Describes a body by a schema that has its own description, or by these fields. */
type Body = { readonly mediaType: string } & ValueType & { readonly fields: readonly Field[] }

export type Operation = {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly summary: string
  readonly about: string
  /** Says that it is answered without a key. */
  readonly isOpen: boolean
  readonly parameters: readonly Parameter[]
  readonly bodies: readonly Body[]
  readonly answers: readonly {
    readonly status: string
    readonly about: readonly string[]
    readonly bodies: readonly Body[]
  }[]
}

export type Reference = {
  readonly groups: readonly {
    readonly name: string
    readonly about: string
    readonly operations: readonly Operation[]
  }[]
  readonly schemas: readonly {
    readonly name: string
    readonly about: string
    readonly fields: readonly Field[]
    readonly type: ValueType
  }[]
}

const METHODS = ['get', 'put', 'post', 'patch', 'delete']
/** Groups the events that the portal sends. */
const WEBHOOKS = 'Webhooks'

let made: Reference | undefined

/**
 * Returns the description of the API for people: it is made of the very document that `/api/v1/openapi.json` answers.
 */
export function apiReference(): Reference {
  made ??= referenceOf(openApiOf(OPERATIONS) as Document)
  return made
}

function referenceOf({ tags = [], paths = {}, webhooks = {}, components }: Document): Reference {
  const described = Object.entries(paths).flatMap(([path, methods]) => operationsAt(path, methods))
  const sent = Object.entries(webhooks).flatMap(([path, methods]) => operationsAt(path, methods))
  const names = [...new Set([...tags.map(({ name }) => name), ...described.map(({ tag }) => tag)])]
  const groups = names.map((name) => {
    const about = tags.find((tag) => tag.name === name)?.description ?? ''
    return { name, about, operations: described.filter(({ tag }) => tag === name).map(({ operation }) => operation) }
  })
  if (sent.length > 0) {
    groups.push({ name: WEBHOOKS, about: '', operations: sent.map(({ operation }) => operation) })
  }
  const schemas = Object.entries(components.schemas ?? {}).map(([name, schema]) => {
    return { name, about: schema.description ?? '', fields: fieldsOf(schema), type: typeOf(schema) }
  })
  return { groups: groups.filter(({ operations }) => operations.length > 0), schemas }
}

function operationsAt(path: string, methods: Readonly<Record<string, Described>>) {
  return METHODS.flatMap((method) => {
    const described = methods[method]
    return described ? [{ tag: described.tags?.[0] ?? '', operation: operationOf(method, path, described) }] : []
  })
}

function operationOf(method: string, path: string, described: Described): Operation {
  const {
    operationId,
    summary = '',
    description = '',
    security,
    parameters = [],
    requestBody,
    responses = {},
  } = described
  return {
    id: operationId ?? `${method}-${path}`,
    method: method.toUpperCase(),
    path,
    summary,
    about: description,
    isOpen: security?.length === 0,
    parameters: parameters.map((parameter) => {
      const { name, in: place, required = false, schema = {} } = parameter
      const about = parameter.description ?? schema.description ?? ''
      return { ...typeOf(schema), name, place, isRequired: required, about }
    }),
    bodies: bodiesOf(requestBody?.content),
    answers: Object.entries(responses).map(([status, answer]) => {
      return { status, about: (answer.description ?? '').split('\n\n'), bodies: bodiesOf(answer.content) }
    }),
  }
}

function bodiesOf(content: Content = {}): Body[] {
  return Object.entries(content).map(([mediaType, { schema = {} }]) => {
    const type = typeOf(schema)
    return { mediaType, ...type, fields: type.schema ? [] : fieldsOf(schema) }
  })
}

/** Lists the values of an object, those of its inner objects after each. A form that has a name is not listed again. */
function fieldsOf(schema: Schema, way = ''): Field[] {
  const { properties = {}, required = [] } = schema
  return Object.entries(properties).flatMap(([key, value]) => {
    const name = way ? `${way}.${key}` : key
    const field = { ...typeOf(value), name, isRequired: required.includes(key), about: value.description ?? '' }
    return [field, ...innerFieldsOf(value, name)]
  })
}

function innerFieldsOf(schema: Schema, name: string): Field[] {
  if (schema.items) return innerFieldsOf(schema.items, `${name}[]`)
  return [schema, ...choicesOf(schema)].flatMap((one) => fieldsOf(one, name))
}

const choicesOf = ({ anyOf = [], oneOf = [], allOf = [] }: Schema) => [...anyOf, ...oneOf, ...allOf]

function typeOf(schema: Schema): ValueType {
  const named = schema.$ref?.split('/').at(-1)
  if (named) return { text: named, schema: named, values: [] }
  const choices = choicesOf(schema).map(typeOf)
  if (choices.length > 0) {
    return {
      text: [...new Set(choices.map(({ text }) => text))].join(' | '),
      schema: choices.find((choice) => choice.schema)?.schema ?? null,
      values: choices.flatMap(({ values }) => values),
    }
  }
  if (schema.items) {
    const item = typeOf(schema.items)
    return { ...item, text: `${item.text}[]${boundsOf(schema.minItems, schema.maxItems)}` }
  }
  const values = (schema.const === undefined ? (schema.enum ?? []) : [schema.const]).map(String)
  const types = [schema.type ?? (values.length > 0 ? 'string' : 'any')].flat().join(' | ')
  const format = schema.format ? ` (${schema.format})` : ''
  const bounds = boundsOf(schema.minLength ?? schema.minimum, schema.maxLength ?? schema.maximum)
  return { text: `${types}${format}${schema.format ? '' : bounds}`, schema: null, values }
}

function boundsOf(least: number | undefined, most: number | undefined): string {
  // For an integer without a limit, zod writes the largest one that JavaScript can hold.
  const isSaid = (bound: number | undefined) => bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER
  if (isSaid(least) && isSaid(most)) return ` ${least}–${most}`
  if (isSaid(most)) return ` ≤ ${most}`
  return isSaid(least) ? ` ≥ ${least}` : ''
}
