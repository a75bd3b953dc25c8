import fc from 'fast-check'
import { z } from 'zod'

type Schema = z.core.JSONSchema.BaseSchema
/** Lists texts that columns, patterns or decoders may trip over. */
const WILD = ['\0', '甲\0乙', '', ' ', '..', '%00', '\u2028', '\u202e', '__proto__']

type Known = Readonly<Record<string, readonly string[]>>

/**
 * Makes values of a schema, and at times something else in any place of them.
 *
 * @param known by names of fields, values that exist: without them every id is unknown
 */
export function valuesOf(schema: z.ZodType, known: Known = {}): fc.Arbitrary<unknown> {
  return spoilt(z.toJSONSchema(schema, { io: 'input', reused: 'inline', unrepresentable: 'any' }), known)
}

/** A value that is right more often than not: else few requests would come behind the first check. */
function spoilt(schema: Schema, known: Known, name = ''): fc.Arbitrary<unknown> {
  const right = known[name] ? fc.oneof(fc.constantFrom(...known[name]), rightOf(schema, known)) : rightOf(schema, known)
  return fc.oneof(
    { weight: 12, arbitrary: right },
    { weight: 1, arbitrary: fc.jsonValue() },
    { weight: 1, arbitrary: fc.constantFrom(...WILD) },
  )
}

function rightOf(schema: Schema, known: Known): fc.Arbitrary<unknown> {
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return fc.oneof(...choices.map((choice) => rightOf(choice as Schema, known)))
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  switch (schema.type) {
    case 'object':
      return objectOf(schema, known)
    case 'array': {
      const maxLength = Math.min(schema.maxItems ?? 4, (schema.minItems ?? 0) + 4)
      const item = spoilt((schema.items ?? {}) as Schema, known)
      return fc.array(item, { minLength: schema.minItems ?? 0, maxLength })
    }
    case 'string':
      return textOf(schema)
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -1_000, max: schema.maximum ?? 1_000 })
    case 'number':
      return fc.double({ min: schema.minimum ?? -1e6, max: schema.maximum ?? 1e6, noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return fc.jsonValue()
  }
}

function objectOf({ properties = {}, required = [] }: Schema, known: Known): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, spoilt(schema as Schema, known, name)]),
  )
  const whole = fc.record(fields, { requiredKeys: required as string[] })
  const strange = fc.tuple(whole, fc.string(), fc.jsonValue()).map(([one, name, value]) => ({ ...one, [name]: value }))
  return fc.oneof({ weight: 9, arbitrary: whole }, { weight: 1, arbitrary: strange })
}

function textOf({ format, pattern, minLength = 0, maxLength = 200 }: Schema): fc.Arbitrary<string> {
  if (format === 'uuid') return fc.uuid({ version: 7 })
  if (format === 'date-time') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString())
  if (format === 'date') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10))
  if (format === 'uri') return fc.webUrl()
  if (format === 'email') return fc.emailAddress()
  const any = fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, minLength + 40) })
  return pattern ? fc.oneof(fc.stringMatching(new RegExp(pattern, 'u')), any) : any
}
