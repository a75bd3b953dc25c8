import { z } from 'zod'
import { AUDIT_ACTIONS, type AuditAction } from '@/lib/audit/events/all'
import { IdText } from '@/lib/core/id-text'
import { QualificationKind, QualificationStatus } from '@/lib/db/generated/enums'
import { EXPORT_FORMATS, EXPORT_SUBJECTS, FORMATS_OF, UNMASK_REASONS } from './formats'

/** A form sends what was left empty as an empty text. */
const given = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional())

/** A date of Shanghai's. */
const day = z.iso.date()

const filters = {
  /** From the beginning of the one to the end of the other. */
  from: given(day),
  until: given(day),
  reference: given(z.string().trim().min(1).max(40)),
  action: given(z.enum(AUDIT_ACTIONS as [AuditAction, ...AuditAction[]])),
  /** Who did it. */
  actor: given(IdText),
  status: given(z.enum(QualificationStatus)),
  kind: given(z.enum(QualificationKind)),
}

export const ExportFilters = z.object(filters)
export type ExportFilters = z.output<typeof ExportFilters>

/** Which of them narrow what. */
export const FILTERS_OF = {
  AUDIT: ['from', 'until', 'action', 'reference', 'actor'],
  QUALIFICATIONS: ['from', 'until', 'status', 'kind', 'reference'],
} as const satisfies Record<(typeof EXPORT_SUBJECTS)[number], readonly (keyof ExportFilters)[]>

/** Those that narrow a subject, as far as they are given. */
export function filtersOf(subject: keyof typeof FILTERS_OF, all: ExportFilters): ExportFilters {
  const wanted = FILTERS_OF[subject].flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]]))
  return ExportFilters.parse(Object.fromEntries(wanted))
}

/** What the page's address says. Nonsense in an address is as if it weren't there. */
export const ReportsPlace = z.object({
  subject: z.enum(EXPORT_SUBJECTS).catch('AUDIT'),
  from: filters.from.catch(undefined),
  until: filters.until.catch(undefined),
  reference: filters.reference.catch(undefined),
  action: filters.action.catch(undefined),
  actor: filters.actor.catch(undefined),
  status: filters.status.catch(undefined),
  kind: filters.kind.catch(undefined),
})
export type ReportsPlace = z.output<typeof ReportsPlace>

const wanted = { subject: z.enum(EXPORT_SUBJECTS), format: z.enum(EXPORT_FORMATS), ...filters }

const isMade = ({ subject, format }: z.output<z.ZodObject<Pick<typeof wanted, 'subject' | 'format'>>>) =>
  FORMATS_OF[subject].includes(format)

export const AskExportInput = z
  .object({
    ...wanted,
    /** As it was declared. */
    unmasked: z.literal('yes').optional(),
    reason: given(z.enum(UNMASK_REASONS)),
  })
  .refine(isMade)
export type AskExportInput = z.output<typeof AskExportInput>

export const ExportIdInput = z.object({ exportId: IdText })
export const SavedReportIdInput = z.object({ savedReportId: IdText })

export const SaveReportInput = z.object({ ...wanted, monthly: z.literal('yes').optional() }).refine(isMade)
export type SaveReportInput = z.output<typeof SaveReportInput>
