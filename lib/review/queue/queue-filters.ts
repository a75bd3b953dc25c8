import { z } from 'zod'
import { QualificationKind } from '@/lib/db/generated/enums'
import { PURPOSES, QUEUE_STATUSES } from './queue-choices'

/** Limits a page of the queue, and the results of a search. */
export const PAGE = 50

const NOTHING_FOUND = 'none'

/** Ids in an address, which is all that it contains of a search; `none` when the search found nothing. */
const FoundIds = z
  .string()
  .max(PAGE * 37)
  .transform((text) => (text === NOTHING_FOUND ? [] : text.split(',')))
  .pipe(z.array(z.uuid()).max(PAGE))

export const foundInAddress = (ids: readonly string[]): string => ids.join(',') || NOTHING_FOUND

/** Returns the address of the queue for a reviewer who has just decided a case, and for whom no other is left. */
export const queueAfter = (reference: string): string => `/queue?${new URLSearchParams({ decided: reference })}`

/** Reads the filters in the queue's address. Invalid ones are ignored. */
export const QueueFilters = z.object({
  status: z.enum(QUEUE_STATUSES).catch('OPEN'),
  kind: z.enum(QualificationKind).optional().catch(undefined),
  /** Names the type of the organisation in the rulebook. */
  type: z
    .string()
    .regex(/^[A-Z_]{2,40}$/)
    .optional()
    .catch(undefined),
  purpose: z.enum(PURPOSES).optional().catch(undefined),
  use: z.enum(['OWN_USE', 'ON_BEHALF']).optional().catch(undefined),
  /** Selects what waits longer than the target. */
  waiting: z.enum(['over']).optional().catch(undefined),
  /** Selects first submissions, or resubmissions after changes. */
  revision: z.enum(['first', 'again']).optional().catch(undefined),
  reference: z.string().trim().min(1).max(40).optional().catch(undefined),
  /** Selects the results of a search, in any state. */
  found: FoundIds.optional().catch(undefined),
  /** The search was for such a value; its text is not stored. */
  by: z.enum(['PHONE', 'NUMBER', 'NAME']).optional().catch(undefined),
  /** Says where the previous page ended. */
  after: z.string().max(80).optional().catch(undefined),
  /** The case that the reader decided just now, which is said once and narrows nothing. */
  decided: z
    .string()
    .regex(/^[A-Z\d-]{1,40}$/)
    .optional()
    .catch(undefined),
})
export type QueueFilters = z.output<typeof QueueFilters>

/** Lists the filters that narrow the queue, by their names in the address. */
export const NARROWING = [
  'kind',
  'type',
  'purpose',
  'use',
  'waiting',
  'revision',
] as const satisfies readonly (keyof QueueFilters)[]

export const isNarrowed = (filters: QueueFilters): boolean =>
  filters.status !== 'OPEN' || isSought(filters) || NARROWING.some((name) => filters[name] !== undefined)

/** Returns whether this is a search, which finds qualifications in any state, and not a part of the queue. */
export const isSought = ({ reference, found }: QueueFilters): boolean => reference !== undefined || found !== undefined
