import 'server-only'
import { type Actor, can } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { database } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { QualificationKind, QualificationStatus } from '@/lib/db/generated/enums'
import { normaliseReference } from '@/lib/rulebook/checks/reference'
import { readCursor, writeCursor } from './cursor'
import type { QueueFilters, QueueStatus } from './schemas'
import { staffNames } from './staff-names'

const PAGE = 50

/** What is or was in the queue, which is all that staff may know of; a reference is looked for in all of them. */
const HANDED_IN: readonly QualificationStatus[] = [
  'SUBMITTED',
  'IN_REVIEW',
  'CHANGES_REQUESTED',
  'APPROVED',
  'REJECTED',
]
const STATUSES_OF: Readonly<Record<QueueStatus, readonly QualificationStatus[]>> = {
  OPEN: ['SUBMITTED', 'IN_REVIEW'],
  SUBMITTED: ['SUBMITTED'],
  IN_REVIEW: ['IN_REVIEW'],
  MINE: ['IN_REVIEW'],
  CHANGES_REQUESTED: ['CHANGES_REQUESTED'],
  APPROVED: ['APPROVED'],
  REJECTED: ['REJECTED'],
}

type Row = {
  id: string
  reference: string
  kind: QualificationKind
  status: QualificationStatus
  revision: number
  queuedAt: Date
  waitedSeconds: number
  isOwn: boolean
  /** Only while the claim lives. */
  holderId: string | null
}

export type QueueEntry = Pick<Row, 'id' | 'reference' | 'kind' | 'revision' | 'queuedAt' | 'waitedSeconds'> & {
  /** A claim that is past counts as waiting. */
  status: QualificationStatus
  holder: { id: string; name: string | null; isMe: boolean } | null
  /** Of an account of the reader's: never theirs to review. */
  isOwn: boolean
}

/** `next` continues where this page ends; null on the last one. */
export type QueuePage = { entries: QueueEntry[]; next: string | null }

/**
 * A page of the queue, oldest first, with all that a reviewer chooses by.
 *
 * @throws DomainError FORBIDDEN
 */
export async function readQueue(actor: Actor, filters: QueueFilters): Promise<QueuePage> {
  if (actor.kind !== 'PERSON' || !can(actor, 'review.queue')) throw new DomainError('FORBIDDEN', 'Not of the queue')
  const rows = await selectPage(actor.id, filters)
  const page = rows.slice(0, PAGE)
  const last = page.at(-1)
  const names = await staffNames(page.flatMap(({ holderId }) => holderId ?? []))
  return {
    entries: page.map((row) => entryOf(row, actor.id, names)),
    next: rows.length > PAGE && last ? writeCursor({ at: last.queuedAt, id: last.id }) : null,
  }
}

function entryOf(row: Row, actorId: string, names: ReadonlyMap<string, string>): QueueEntry {
  const { id, reference, kind, revision, queuedAt, waitedSeconds, isOwn, holderId } = row
  const status = row.status === 'IN_REVIEW' && !holderId ? 'SUBMITTED' : row.status
  const holder = holderId ? { id: holderId, name: names.get(holderId) ?? null, isMe: holderId === actorId } : null
  return { id, reference, kind, status, revision, queuedAt, waitedSeconds, holder, isOwn }
}

/** Each status is read along its own index, so that a page costs the same at any depth and length of the queue. */
function selectPage(actorId: string, { status, kind, revision, reference, after }: QueueFilters): Promise<Row[]> {
  const statuses = reference ? HANDED_IN : STATUSES_OF[status]
  const from = readCursor(after)
  const conditions = [
    kind ? Prisma.sql`AND q.kind = ${kind}::"QualificationKind"` : Prisma.empty,
    revision === 'first' ? Prisma.sql`AND q.revision = 1` : Prisma.empty,
    revision === 'again' ? Prisma.sql`AND q.revision > 1` : Prisma.empty,
    reference ? Prisma.sql`AND q.reference = ${normaliseReference(reference)}` : Prisma.empty,
    status === 'MINE' && !reference ? Prisma.sql`AND q.reviewer_id = ${actorId}::uuid` : Prisma.empty,
    from ? Prisma.sql`AND (q.queued_at, q.id) > (${from.at}, ${from.id}::uuid)` : Prisma.empty,
  ]
  return database().$queryRaw<Row[]>`
    SELECT q.id, q.reference, q.kind, q.status, q.revision, q.queued_at AS "queuedAt",
      extract(epoch FROM coalesce(q.decided_at, clock_timestamp()) - q.queued_at)::int AS "waitedSeconds",
      EXISTS (SELECT 1 FROM memberships m WHERE m.account_id = q.account_id AND m.user_id = ${actorId}::uuid) AS "isOwn",
      q.holder_id AS "holderId"
    FROM unnest(${[...statuses]}::"QualificationStatus"[]) AS wanted(status)
    CROSS JOIN LATERAL (
      SELECT q.id, q.reference, q.kind, q.status, q.revision, q.queued_at, q.account_id,
        CASE WHEN q.status NOT IN ('SUBMITTED', 'IN_REVIEW') THEN q.decided_at END AS decided_at,
        CASE WHEN q.lease_ends_at > clock_timestamp() THEN q.reviewer_id END AS holder_id
      FROM qualifications q
      WHERE q.status = wanted.status AND q.queued_at IS NOT NULL ${Prisma.join(conditions, ' ')}
      ORDER BY q.queued_at, q.id
      LIMIT ${PAGE + 1}
    ) q
    ORDER BY q.queued_at, q.id
    LIMIT ${PAGE + 1}`
}
