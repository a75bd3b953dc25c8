import 'server-only'
import { staffNames } from '@/lib/accounts/staff-names'
import { can, type PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { database } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { QualificationKind, QualificationStatus } from '@/lib/db/generated/enums'
import { pageOf } from '@/lib/db/keyset'
import { isLiveAccount } from '@/lib/db/live-accounts'
import { isWaiting } from '@/lib/qualifications/lifecycle'
import { normaliseReference } from '@/lib/rulebook/checks/reference'
import type { QueueStatus } from './queue-choices'
import { isSought, PAGE, type QueueFilters } from './queue-filters'
import { type Lane, lanesAfter, type QueuePlace, readPlace, writePlace } from './queue-place'
import { REVIEW_TARGET_SECONDS } from './target'

const CLOSED = [
  'CHANGES_REQUESTED',
  'APPROVED',
  'SUSPENDED',
  'REVOKED',
  'EXPIRED',
  'REJECTED',
  'WITHDRAWN',
] as const satisfies readonly QualificationStatus[]

/** States of what is or was in the queue, which is all that staff may know of; a search by name finds all of them. */
const SUBMITTED_STATUSES: readonly QualificationStatus[] = ['SUBMITTED', 'IN_REVIEW', ...CLOSED]

const isClosed = (status: QueueStatus): status is (typeof CLOSED)[number] =>
  (CLOSED as readonly QueueStatus[]).includes(status)

function statusesOf(status: QueueStatus): readonly QualificationStatus[] {
  if (isClosed(status)) return [status]
  if (status === 'OPEN') return ['SUBMITTED', 'IN_REVIEW']
  return status === 'MINE' ? ['IN_REVIEW'] : [status]
}

type Row = {
  id: string
  reference: string
  kind: QualificationKind
  organisationType: string | null
  purposes: string[]
  isOnBehalf: boolean
  isUrgent: boolean
  status: QualificationStatus
  revision: number
  queuedAt: Date
  place: Date
  waitedSeconds: number | null
  isOwn: boolean
  /** The holder while the claim is live. */
  holderId: string | null
}

export type QueueEntry = Omit<Row, 'holderId'> & {
  /** Says whether it waits longer than the target: nobody is late with what is decided. */
  isOverTarget: boolean
  holder: { id: string; name: string | null; isMe: boolean } | null
}

/** `next` continues where this page ends; null on the last one. */
export type QueuePage = { entries: QueueEntry[]; next: string | null }

/**
 * Returns a page of the queue with all that a reviewer needs to choose: waiting cases in the order of claims, closed
 * ones newest first.
 *
 * @throws DomainError FORBIDDEN
 */
export async function readQueue(actor: PersonActor, filters: QueueFilters): Promise<QueuePage> {
  if (!can(actor, 'review.queue')) throw new DomainError('FORBIDDEN', 'Not of the queue')
  const rows = await selectPage(actor.id, filters)
  const { page, end } = pageOf(rows, PAGE)
  const names = await staffNames(page.flatMap(({ holderId }) => holderId ?? []))
  return {
    entries: page.map((row) => entryOf(row, actor.id, names)),
    next: end ? writePlace(end) : null,
  }
}

/** Returns a row as an entry of the list. A case with an expired claim counts as waiting. */
function entryOf({ holderId, ...row }: Row, actorId: string, names: ReadonlyMap<string, string>): QueueEntry {
  return {
    ...row,
    status: row.status === 'IN_REVIEW' && !holderId ? 'SUBMITTED' : row.status,
    isOverTarget: isWaiting(row.status) && (row.waitedSeconds ?? 0) > REVIEW_TARGET_SECONDS,
    holder: holderId ? { id: holderId, name: names.get(holderId) ?? null, isMe: holderId === actorId } : null,
  }
}

/** Computes how long a case has waited so far, or until it was decided. */
const WAITED = Prisma.sql`CASE
  WHEN q.status IN ('SUBMITTED', 'IN_REVIEW') THEN clock_timestamp() - q.queued_at
  WHEN q.decided_at >= q.queued_at THEN q.decided_at - q.queued_at
END`

/**
 * Computes the last submitted revision: requesting changes starts the next one, which staff don't see until it is
 * submitted.
 */
const SUBMITTED_LAST = Prisma.sql`CASE
  WHEN q.status IN ('CHANGES_REQUESTED', 'WITHDRAWN') THEN (
    SELECT max(s.revision) FROM submissions s WHERE s.qualification_id = q.id AND s.submitted_at IS NOT NULL)
  ELSE q.revision
END`

/**
 * Selects a page. Each state and lane is read along the index by itself, so that a page costs the same at any depth and
 * length of the queue.
 */
function selectPage(actorId: string, filters: QueueFilters): Promise<Row[]> {
  const isNewestFirst = isSought(filters) || isClosed(filters.status)
  const statuses = isSought(filters) ? SUBMITTED_STATUSES : statusesOf(filters.status)
  const after = readPlace(filters.after)
  const lanes = isNewestFirst ? [true, false].map((isUrgent) => ({ isUrgent, after })) : lanesAfter(after)
  const inLane = isNewestFirst
    ? Prisma.sql`ORDER BY q.queue_place DESC, q.id DESC`
    : Prisma.sql`ORDER BY q.queue_place, q.id`
  const inAll = isNewestFirst ? inLane : Prisma.sql`ORDER BY q.is_urgent DESC, q.queue_place, q.id`
  const beyond = isNewestFirst ? Prisma.sql`<` : Prisma.sql`>`
  return database().$queryRaw<Row[]>`
    SELECT q.id, q.reference, q.kind, q.organisation_type AS "organisationType", q.purposes,
      q.is_on_behalf AS "isOnBehalf", q.is_urgent AS "isUrgent", q.status, ${SUBMITTED_LAST} AS revision,
      q.queued_at AS "queuedAt", q.queue_place AS place, extract(epoch FROM ${WAITED})::int AS "waitedSeconds",
      EXISTS (SELECT 1 FROM memberships m WHERE m.account_id = q.account_id AND m.user_id = ${actorId}::uuid) AS "isOwn",
      CASE WHEN q.lease_ends_at > clock_timestamp() THEN q.reviewer_id END AS "holderId"
    FROM unnest(${[...statuses]}::"QualificationStatus"[]) AS wanted(status)
    CROSS JOIN (VALUES ${Prisma.join(lanes.map((lane) => startOf(lane, isNewestFirst)))}) AS lane(is_urgent, place, id)
    CROSS JOIN LATERAL (
      SELECT * FROM qualifications q
      WHERE q.status = wanted.status AND q.is_urgent = lane.is_urgent AND ${isLiveAccount('q.account_id')}
        AND (q.queue_place, q.id) ${beyond} (lane.place, lane.id)
        ${Prisma.join([Prisma.empty, ...conditionsOf(actorId, filters)], ' ')}
      ${inLane}
      LIMIT ${PAGE + 1}
    ) q
    ${inAll}
    LIMIT ${PAGE + 1}`
}

const FIRST = { place: '-infinity', id: '00000000-0000-0000-0000-000000000000' }
const LAST = { place: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }

function startOf({ isUrgent, after }: Lane, isNewestFirst: boolean): Prisma.Sql {
  const { place, id } = after ? addressed(after) : isNewestFirst ? LAST : FIRST
  return Prisma.sql`(${isUrgent}::boolean, ${place}::timestamptz, ${id}::uuid)`
}

const addressed = ({ place, id }: QueuePlace) => ({ place: place.toISOString(), id })

function conditionsOf(actorId: string, filters: QueueFilters): Prisma.Sql[] {
  const { status, kind, type, purpose, use, waiting, revision, reference, found } = filters
  if (found) return [Prisma.sql`AND q.id = ANY(${found}::uuid[])`]
  if (reference) return [Prisma.sql`AND q.reference = ${normaliseReference(reference)}`]
  return [
    ...(status === 'MINE'
      ? [Prisma.sql`AND q.reviewer_id = ${actorId}::uuid AND q.lease_ends_at > clock_timestamp()`]
      : []),
    ...(kind ? [Prisma.sql`AND q.kind = ${kind}::"QualificationKind"`] : []),
    ...(type ? [Prisma.sql`AND q.organisation_type = ${type}`] : []),
    ...(purpose ? [Prisma.sql`AND ${purpose} = ANY(q.purposes)`] : []),
    ...(use ? [Prisma.sql`AND q.is_on_behalf = ${use === 'ON_BEHALF'}`] : []),
    ...(waiting ? [Prisma.sql`AND ${WAITED} > make_interval(secs => ${REVIEW_TARGET_SECONDS})`] : []),
    ...(revision === 'first' ? [Prisma.sql`AND ${SUBMITTED_LAST} = 1`] : []),
    ...(revision === 'again' ? [Prisma.sql`AND ${SUBMITTED_LAST} > 1`] : []),
  ]
}
