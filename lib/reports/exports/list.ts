import type { Readable } from 'node:stream'
import type { Reader } from '@/lib/db/client'
import type { ExportFormat } from '@/lib/db/generated/enums'
import type { ExportFilters } from './schemas'
import type { Say } from './words'

export type ListRequest = {
  format: ExportFormat
  filters: ExportFilters
  /** The list contains what existed at this time of the database's clock. */
  until: Date
  isMasked: boolean
  /** Limits an unmasked list to the rows that were counted, or allowed. */
  most?: number | undefined
  say: Say
  /** Called with the number of further rows that are being written. */
  onRows?: (count: number) => void
}

/**
 * An unmasked list has more rows by now than were counted, or allowed: what was counted before is not written either.
 */
export class MoreRowsError extends Error {}

/** A list exports a subject: its rows are counted first, then written while they are read, with one batch in memory. */
export type List = {
  /** Returns the number of rows. It may stop counting at `most`. */
  count(reader: Reader, filters: ExportFilters, until: Date, most?: number): Promise<number>
  write(request: ListRequest): Promise<Readable>
}
