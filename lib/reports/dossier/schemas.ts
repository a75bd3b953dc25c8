import { z } from 'zod'
import { IdText } from '@/lib/core/id-text'
import { LOCALES } from '@/lib/i18n/locales'
import { exportNote } from '@/lib/qualifications/export-schemas'
import { EXPORT_REASONS } from '@/lib/qualifications/exports'

const emptyIsNone = (value: unknown) => (value === '' ? null : value)

export const ExportDossierInput = z.object({
  qualificationId: IdText,
  /** The language that it is written in. */
  locale: z.enum(LOCALES),
  content: z.enum(['MASKED', 'FULL']),
  /** Why, when it is full. */
  reason: z.preprocess(emptyIsNone, z.enum(EXPORT_REASONS).nullable().default(null)),
  note: exportNote,
})
export type ExportDossierInput = z.output<typeof ExportDossierInput>

/** Address of a dossier: of which qualification, by which export. */
export const OpenDossierInput = z.object({ qualificationId: IdText, exportId: IdText })
export type OpenDossierInput = z.output<typeof OpenDossierInput>
