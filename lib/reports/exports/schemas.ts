import { z } from 'zod'
import { AUDIT_ACTIONS, type AuditAction } from '@/lib/audit/events/all'
import { IdText } from '@/lib/core/id-text'
import { ExportFormat, ExportSubject, QualificationKind, QualificationStatus } from '@/lib/db/generated/enums'
import { FORMATS_OF, UNMASK_REASONS } from './formats'

/** Accepts an empty text for an absent value, as a form sends it. */
const given = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional())

/** It is a date in Shanghai. */
const day = z.iso.date()

const filters = {
  /** Limits the export to days, from the start of the first to the end of the last. */
  from: given(day),
  until: given(day),
  reference: given(z.string().trim().min(1).max(40)),
  action: given(z.enum(AUDIT_ACTIONS as [AuditAction, ...AuditAction[]])),
  /** Names the person who acted, by their id. */
  actor: given(IdText),
  status: given(z.enum(QualificationStatus)),
  kind: given(z.enum(QualificationKind)),
}

export const ExportFilters = z.object(filters)
export type ExportFilters = z.output<typeof ExportFilters>

/** The filters that each subject has. */
export const FILTERS_OF = {
  AUDIT: ['from', 'until', 'action', 'reference', 'actor'],
  QUALIFICATIONS: ['from', 'until', 'status', 'kind', 'reference'],
} as const satisfies Record<ExportSubject, readonly (keyof ExportFilters)[]>

/** Returns the given filters that the subject has. */
export function filtersOf(subject: keyof typeof FILTERS_OF, all: ExportFilters): ExportFilters {
  const wanted = FILTERS_OF[subject].flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]]))
  return ExportFilters.parse(Object.fromEntries(wanted))
}

/** Reads the address of the page of exports. An invalid value is ignored. */
export const ReportsPlace = z.object({
  subject: z.enum(ExportSubject).catch('AUDIT'),
  from: filters.from.catch(undefined),
  until: filters.until.catch(undefined),
  reference: filters.reference.catch(undefined),
  action: filters.action.catch(undefined),
  actor: filters.actor.catch(undefined),
  status: filters.status.catch(undefined),
  kind: filters.kind.catch(undefined),
})
export type ReportsPlace = z.output<typeof ReportsPlace>

const wanted = { subject: z.enum(ExportSubject), format: z.enum(ExportFormat), ...filters }

const isMade = ({ subject, format }: z.output<z.ZodObject<Pick<typeof wanted, 'subject' | 'format'>>>) =>
  FORMATS_OF[subject].includes(format)

export const RequestExportInput = z
  .object({
    ...wanted,
    /** Requests the declared values unmasked. */
    unmasked: z.literal('yes').optional(),
    reason: given(z.enum(UNMASK_REASONS)),
    /** Requests that a second administrator allows a list that is longer than what is left within the hour. */
    consent: z.literal('yes').optional(),
  })
  .refine(isMade)
export type RequestExportInput = z.output<typeof RequestExportInput>

export const ExportIdInput = z.object({ exportId: IdText })
export const DecideExportInput = z.object({ exportId: IdText, decision: z.enum(['ALLOW', 'REFUSE']) })
export type DecideExportInput = z.output<typeof DecideExportInput>
export const SavedReportIdInput = z.object({ savedReportId: IdText })

export const SaveReportInput = z.object({ ...wanted, monthly: z.literal('yes').optional() }).refine(isMade)
export type SaveReportInput = z.output<typeof SaveReportInput>
