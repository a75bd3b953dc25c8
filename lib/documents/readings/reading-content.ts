import 'server-only'
import type { Reading } from '@/lib/checks/reading'
import type { FieldPlace } from '@/lib/crypto/fields'

/** Describes what is sealed of a file: the readings of its pages, in their order. */
export type ReadingContent = { version: 1; pages: readonly StoredReading[] }

/** Earlier versions stored no engine. */
type StoredReading = Omit<Reading, 'engine'> & Partial<Pick<Reading, 'engine'>>

export const contentPlace = (fileId: string): FieldPlace => ({
  table: 'readings',
  column: 'content_sealed',
  row: fileId,
})
