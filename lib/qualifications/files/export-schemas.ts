import { z } from 'zod'
import { IdText } from '@/lib/core/id-text'
import { ExportReason } from '@/lib/db/generated/enums'
import { EXPORT_NOTE_MAX } from './exports'

/** Reads the note that is given next to the reason; an empty one is null. */
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
  reason: z.enum(ExportReason),
  note: exportNote,
})
export type ExportOriginalInput = z.output<typeof ExportOriginalInput>

/** The address of an original names the file and its export. */
export const OpenOriginalInput = z.object({ fileId: IdText, exportId: IdText })
export type OpenOriginalInput = z.output<typeof OpenOriginalInput>
