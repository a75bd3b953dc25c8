import { z } from 'zod'
import { IdText } from '@/lib/core/id-text'
import { EXPORT_NOTE_MAX, EXPORT_REASONS } from './exports'

/** What is said beside the reason; nothing is null. */
export const exportNote = z
  .string()
  .trim()
  .max(EXPORT_NOTE_MAX, 'TOO_LONG')
  .transform((note) => note || null)
  .nullable()
  .default(null)

export const ExportOriginalInput = z.object({
  qualificationId: IdText,
  fileId: IdText,
  reason: z.enum(EXPORT_REASONS),
  note: exportNote,
})
export type ExportOriginalInput = z.output<typeof ExportOriginalInput>

/** Address of an original: of which file, by which export. */
export const OpenOriginalInput = z.object({ fileId: IdText, exportId: IdText })
export type OpenOriginalInput = z.output<typeof OpenOriginalInput>
