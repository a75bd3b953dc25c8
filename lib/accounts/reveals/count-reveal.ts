import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { database, type Tx } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { RevealKind } from '@/lib/db/generated/enums'
import { waitParams } from '../limits/limiter'

type OfMany = 'SEARCH' | 'LIST'

/** Lists what shows ID numbers. A search and a list have no single subject. */
export type Reveal = { kind: OfMany; subjectId: null } | { kind: Exclude<RevealKind, OfMany>; subjectId: string }

/** Names the person to whom ID numbers are shown. */
export type Viewer = Pick<PersonActor, 'id'>

/**
 * Counts one time that ID numbers are shown to a member of staff, in the transaction that shows them, or refuses it.
 * Every path that shows them calls it, or `countList` where it shows many. Run it in `countingTransaction`, which
 * alerts administrators of a refusal. The person's row is locked first: concurrent requests of one person, in any
 * process, count one after another, so that together they can't exceed the cap.
 *
 * @throws DomainError REVEALS_USED_UP with the limit and the wait
 */
export async function countReveal(tx: Tx, actor: PersonActor, reveal: Reveal): Promise<void> {
  await lockPerson(tx, actor)
  await countRevealLocked(tx, actor, reveal)
}

/**
 * Does the same for a caller who holds the lock on the person's row already.
 *
 * @throws DomainError REVEALS_USED_UP
 */
export async function countRevealLocked(tx: Tx, actor: PersonActor, reveal: Reveal, times = 1): Promise<void> {
  const counted = await tx.$executeRaw(revealInsert(actor, reveal, times))
  if (counted !== times) throw await overTheCap(tx, actor, reveal, times)
}

/**
 * Returns the INSERT of a counted reveal, for a statement that shows something in the same round trip: it inserts
 * nothing at the cap. The caller holds the lock on the person's row.
 *
 * @param times how many are counted together: all of them or none
 */
export const revealInsert = (viewer: Viewer, { kind, subjectId }: Reveal, times = 1): Prisma.Sql => Prisma.sql`
  INSERT INTO counted_reveals (id, person_id, kind, subject_id, at)
  SELECT unnest(${newIds(times)}::uuid[]), ${viewer.id}::uuid, ${kind}::"RevealKind", ${subjectId}::uuid, clock_timestamp()
  WHERE (SELECT count(*) FROM ${countedNow(viewer)}) <= ${env().REVEALS_AN_HOUR - times}`

/**
 * Returns the reveals `c` of a person that count now: those of the last hour. A claim whose decision was sent doesn't
 * count, unless it is undone.
 */
export const countedNow = ({ id }: Viewer): Prisma.Sql => Prisma.sql`
  counted_reveals c
  WHERE c.person_id = ${id}::uuid AND c.at > clock_timestamp() - interval '1 hour'
    AND NOT EXISTS (
      SELECT FROM pending_decisions p
      WHERE c.kind = 'CLAIM' AND p.qualification_id = c.subject_id AND p.reviewer_id = c.person_id
    )`

export const newIds = (count: number): string[] => Array.from({ length: count }, newId)

/** Returns the error of a reveal that wasn't counted, with the limit and the wait. */
export async function overTheCap(tx: Tx, actor: PersonActor, { subjectId }: Reveal, times = 1): Promise<DomainError> {
  const limit = env().REVEALS_AN_HOUR
  const params = { limit, ...(await waitOf(tx, actor, times)) }
  return new DomainError('REVEALS_USED_UP', 'Over the cap of reveals', { subjectId, params })
}

/**
 * Counts a subject as often as it shows ID numbers, once an hour, where showing it takes several requests, as for the
 * pictures and numbers of a recovery case. More of them than the cap count as the cap: they take an hour of their own.
 *
 * @throws DomainError REVEALS_USED_UP
 */
export async function countRevealOnce(tx: Tx, actor: PersonActor, reveal: Reveal, times = 1): Promise<void> {
  await lockPerson(tx, actor)
  const [row] = await tx.$queryRaw<[{ counted: number }]>`
    SELECT count(*)::int AS counted FROM counted_reveals
    WHERE person_id = ${actor.id}::uuid AND kind = ${reveal.kind}::"RevealKind" AND subject_id = ${reveal.subjectId}::uuid
      AND at > clock_timestamp() - interval '1 hour'`
  const missing = Math.min(times, env().REVEALS_AN_HOUR) - row.counted
  if (missing > 0) await countRevealLocked(tx, actor, reveal, missing)
}

export const lockPerson = (tx: Tx, { id }: Viewer) =>
  tx.$queryRaw`SELECT 1 FROM users WHERE id = ${id}::uuid FOR NO KEY UPDATE`

/**
 * Returns the wait until so many more reveals are free: until only `limit - times` of those that count now still do.
 */
export async function waitOf(tx: Tx, viewer: Viewer, times = 1) {
  const [row] = await tx.$queryRaw<{ milliseconds: number }[]>`
    SELECT extract(epoch FROM at + interval '1 hour' - clock_timestamp())::float8 * 1000 AS milliseconds
    FROM ${countedNow(viewer)}
    ORDER BY at DESC OFFSET ${Math.max(0, env().REVEALS_AN_HOUR - times)} LIMIT 1`
  return waitParams(row?.milliseconds ?? 0)
}

/** Stops counting a reveal once its subject was decided, which is what it was shown for. */
export async function uncountReveal(tx: Tx, actor: PersonActor, { kind, subjectId }: Reveal): Promise<void> {
  await tx.countedReveal.deleteMany({ where: { personId: actor.id, kind, subjectId } })
}

/** Deletes rows that no longer count. The audit log records who saw what. */
export async function purgeReveals(): Promise<void> {
  await database().$executeRaw`DELETE FROM counted_reveals WHERE at < clock_timestamp() - interval '1 day'`
  await database().$executeRaw`DELETE FROM reveal_alerts WHERE at < clock_timestamp() - interval '1 day'`
}
