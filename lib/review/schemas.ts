import { z } from 'zod'
import { valuesIn } from '@/lib/core/form-values'
import { Mend, QualificationKind, Verdict } from '@/lib/db/generated/enums'
import { ReasonCode } from '@/lib/rulebook/reasons'
import { mendFrom, NOTE_MAX } from './mendable'

const PartInput = z.strictObject({
  partId: z.uuid(),
  verdict: z.enum(Verdict),
  reasons: z.array(ReasonCode).max(50).default([]),
  mend: z.enum(Mend).nullable().default(null),
  mendField: z.string().max(64).nullable().default(null),
  note: z
    .string()
    .trim()
    .max(NOTE_MAX)
    .transform((note) => note || null)
    .nullable()
    .default(null),
})

export const DecideQualificationInput = z.object({
  qualificationId: z.uuid(),
  /** The revision that was on the reviewer's screen. */
  revision: z.coerce.number().int().positive(),
  /** Of the catalogue that the reasons were chosen from; absent: the current one. */
  reasonsVersion: z.string().max(64).optional(),
  parts: z.array(PartInput).min(1).max(100),
})
export type DecideQualificationInput = z.output<typeof DecideQualificationInput>

/**
 * The same, from a form: `parts` holds their ids, and each part's fields carry its id in their name, as in
 * `verdict:<id>`. What belongs to a refusal is left out of an acceptance, whose fields may still be filled.
 */
export const DecideQualificationForm = z.preprocess((sent) => {
  if (typeof sent !== 'object' || sent === null) return sent
  const form = sent as Record<string, unknown>
  const parts = valuesIn(form.parts).map((partId) => {
    const of = (name: string) => form[`${name}:${String(partId)}`]
    if (of('verdict') !== 'REFUSED') return { partId, verdict: of('verdict') }
    return { partId, verdict: 'REFUSED', reasons: valuesIn(of('reasons')), ...mendFrom(of('mend')), note: of('note') }
  })
  const { qualificationId, revision, reasonsVersion } = form
  return { qualificationId, revision, ...(reasonsVersion === undefined ? {} : { reasonsVersion }), parts }
}, DecideQualificationInput)

export const ClaimInput = z.object({ qualificationId: z.uuid() })
export type ClaimInput = z.output<typeof ClaimInput>

/** The states that the queue can be narrowed to. OPEN is what still needs someone. */
export const QUEUE_STATUSES = [
  'OPEN',
  'SUBMITTED',
  'IN_REVIEW',
  'MINE',
  'CHANGES_REQUESTED',
  'APPROVED',
  'REJECTED',
] as const
export type QueueStatus = (typeof QUEUE_STATUSES)[number]

/** What the queue's address says. Nonsense in an address is as if it weren't there. */
export const QueueFilters = z.object({
  status: z.enum(QUEUE_STATUSES).catch('OPEN'),
  kind: z.enum(QualificationKind).optional().catch(undefined),
  /** Handed in once, or again after changes. */
  revision: z.enum(['first', 'again']).optional().catch(undefined),
  reference: z.string().trim().min(1).max(40).optional().catch(undefined),
  /** Where the page before ended. */
  after: z.string().max(80).optional().catch(undefined),
})
export type QueueFilters = z.output<typeof QueueFilters>

/** A form whose button says it all. */
export const NothingInput = z.object({})
