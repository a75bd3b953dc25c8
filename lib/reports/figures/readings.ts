import 'server-only'
import type { Tx } from '@/lib/db/client'
import type { DocumentKind, ReadingField } from '@/lib/db/generated/enums'
import type { Period } from './period'

/** Counts how often a field of a kind of document was read as it was accepted, by the models that read it. */
export type ReadingAccuracy = {
  documentKind: DocumentKind
  field: ReadingField
  engine: string
  right: number
  wrong: number
}

/** Returns how often the reader was right, as the decisions of a period say: the most frequent first. */
export const readAccuracy = (tx: Tx, { days }: Period): Promise<ReadingAccuracy[]> =>
  tx.$queryRaw<ReadingAccuracy[]>`
    SELECT document_kind::text AS "documentKind", field::text, engine,
      (count(*) FILTER (WHERE is_right))::int AS right, (count(*) FILTER (WHERE NOT is_right))::int AS wrong
    FROM reading_outcomes WHERE day BETWEEN ${days[0]}::date AND ${days.at(-1)}::date
    GROUP BY 1, 2, 3 ORDER BY count(*) DESC, 1, 2, 3`
