import type { Readable } from 'node:stream'
import type { Reader } from '@/lib/db/client'
import type { ExportFormat } from './formats'
import type { ExportFilters } from './schemas'
import type { Say } from './words'

export type ListOrder = {
  format: ExportFormat
  filters: ExportFilters
  /** The list as it was then, by the database's clock. */
  until: Date
  isMasked: boolean
  say: Say
  /** Told of so many rows more that are on their way. */
  onRows?: (count: number) => void
}

/** Something that can be exported: counted before, and written while it is read, in the memory of one batch. */
export type List = {
  count(reader: Reader, filters: ExportFilters, until: Date): Promise<number>
  write(order: ListOrder): Promise<Readable>
}
