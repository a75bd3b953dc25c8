import { z } from 'zod'
import { type AuditAction, EVENTS } from '@/lib/audit/events/all'

type Schema = z.core.$ZodType

/** Lists what the codes within a schema name as their words. */
type Named<S> = S extends { vocabulary: infer V }
  ? V
  : S extends z.ZodNullable<infer Inner>
    ? Named<Inner>
    : S extends z.ZodArray<infer Element>
      ? Named<Element>
      : S extends z.ZodObject<infer Shape>
        ? Named<Shape[keyof Shape]>
        : never

/** Names a set of codes that the data of some event has. */
export type Vocabulary = Exclude<Named<(typeof EVENTS)[number]['data']>, null>

/** Returns the words of a field's codes; null for a field that has none, such as a digest. */
function vocabularyIn(schema: Schema): Vocabulary | null {
  if (schema instanceof z.ZodNullable) return vocabularyIn(schema.unwrap())
  if (schema instanceof z.ZodArray) return vocabularyIn(schema.element)
  return 'vocabulary' in schema ? (schema.vocabulary as Vocabulary | null) : null
}

const BY_FIELD = new Map(
  EVENTS.flatMap(({ action, data }) =>
    Object.entries<Schema>(data.shape).map(([field, schema]) => [`${action} ${field}`, vocabularyIn(schema)] as const),
  ),
)

/** Returns the words of the codes in a field of an event; null for other fields, and for those of earlier versions. */
export const vocabularyOf = (action: AuditAction, field: string): Vocabulary | null =>
  BY_FIELD.get(`${action} ${field}`) ?? null
