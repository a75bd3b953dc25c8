import { z } from 'zod'
import { QualificationKind } from '@/lib/db/generated/enums'
import { PURPOSES, QUEUE_STATUSES } from './queue-choices'

/** Of a page of the queue, and of what a search finds. */
export const PAGE = 50

const NOTHING_FOUND = 'none'

/** Ids in an address, which is all that a search leaves there; `none` where it found nothing. */
const FoundIds = z
  .string()
  .max(PAGE * 37)
  .transform((text) => (text === NOTHING_FOUND ? [] : text.split(',')))
  .pipe(z.array(z.uuid()).max(PAGE))

export const foundInAddress = (ids: readonly string[]): string => ids.join(',') || NOTHING_FOUND

/** What the queue's address says. Nonsense in an address is as if it weren't there. */
export const QueueFilters = z.object({
  status: z.enum(QUEUE_STATUSES).catch('OPEN'),
  kind: z.enum(QualificationKind).optional().catch(undefined),
  /** Of an organisation, as the rulebook calls it. */
  type: z
    .string()
    .regex(/^[A-Z_]{2,40}$/)
    .optional()
    .catch(undefined),
  purpose: z.enum(PURPOSES).optional().catch(undefined),
  use: z.enum(['OWN_USE', 'ON_BEHALF']).optional().catch(undefined),
  /** Longer than it should. */
  waiting: z.enum(['over']).optional().catch(undefined),
  /** Handed in once, or again after changes. */
  revision: z.enum(['first', 'again']).optional().catch(undefined),
  reference: z.string().trim().min(1).max(40).optional().catch(undefined),
  /** What a search found: looked for in each state. */
  found: FoundIds.optional().catch(undefined),
  /** Where the page before ended. */
  after: z.string().max(80).optional().catch(undefined),
})
export type QueueFilters = z.output<typeof QueueFilters>

/** The filters that narrow, by their names in the address. */
export const NARROWING = [
  'kind',
  'type',
  'purpose',
  'use',
  'waiting',
  'revision',
] as const satisfies readonly (keyof QueueFilters)[]

/** Whether it is anything but the queue as it stands. */
export const isNarrowed = (filters: QueueFilters): boolean =>
  filters.status !== 'OPEN' || isSought(filters) || NARROWING.some((name) => filters[name] !== undefined)

/** Whether it is what was looked for, in whatever state, and not a part of the queue. */
export const isSought = ({ reference, found }: QueueFilters): boolean => reference !== undefined || found !== undefined
