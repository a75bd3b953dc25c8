import { z } from 'zod'
import { IdText } from '@/lib/core/id-text'
import { LOCALES } from '@/lib/core/languages/locales'
import { ExportReason } from '@/lib/db/generated/enums'
import { exportNote } from '@/lib/qualifications/files/export-schemas'

const emptyIsNone = (value: unknown) => (value === '' ? null : value)

export const ExportDossierInput = z.object({
  qualificationId: IdText,
  /** The language that it is written in. */
  locale: z.enum(LOCALES),
  content: z.enum(['MASKED', 'FULL']),
  /** The reason, when it is full. */
  reason: z.preprocess(emptyIsNone, z.enum(ExportReason).nullable().default(null)),
  note: exportNote,
})
export type ExportDossierInput = z.output<typeof ExportDossierInput>

/** A dossier's address has these parameters: the qualification and the export. */
export const OpenDossierInput = z.object({ qualificationId: IdText, exportId: IdText })
export type OpenDossierInput = z.output<typeof OpenDossierInput>
