import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import { waitParams } from '@/lib/auth/rate-limits'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { database, type Tx } from '@/lib/db/client'
import type { RevealKind } from '@/lib/db/generated/enums'

type OfMany = 'SEARCH' | 'LIST'

/** What shows ID numbers. A search and a list are about nothing that can be named. */
export type Reveal = { kind: OfMany; subjectId: null } | { kind: Exclude<RevealKind, OfMany>; subjectId: string }

/**
 * Counts one time that ID numbers are shown to a member of staff, in the transaction that shows them, or refuses it. Every
 * path that shows them calls it. Run it in `countingTransaction`, which alerts administrators of a refusal.
 *
 * The person's row is locked first: concurrent requests of one person, in whichever process, count after each other, so that
 * no number of them at once goes over the cap.
 *
 * @throws DomainError REVEALS_USED_UP with the limit and the wait
 */
export async function countReveal(tx: Tx, actor: PersonActor, reveal: Reveal): Promise<void> {
  await lockPerson(tx, actor)
  await countRevealLocked(tx, actor, reveal)
}

/** The same for a caller who holds the lock on the person's row already. @throws DomainError REVEALS_USED_UP */
export async function countRevealLocked(tx: Tx, actor: PersonActor, { kind, subjectId }: Reveal): Promise<void> {
  const limit = env().REVEALS_AN_HOUR
  const counted = await tx.$executeRaw`
    INSERT INTO counted_reveals (id, person_id, kind, subject_id, at)
    SELECT ${newId()}::uuid, ${actor.id}::uuid, ${kind}::"RevealKind", ${subjectId}::uuid, clock_timestamp()
    WHERE (
      SELECT count(*) FROM counted_reveals
      WHERE person_id = ${actor.id}::uuid AND at > clock_timestamp() - interval '1 hour'
    ) < ${limit}`
  if (counted === 1) return
  const params = { limit, ...(await waitOf(tx, actor.id, limit)) }
  throw new DomainError('REVEALS_USED_UP', 'Over the cap of reveals', { subjectId, params })
}

/**
 * Counts the same thing once an hour: what takes several requests to show, as the pictures of a recovery case do.
 *
 * @throws DomainError REVEALS_USED_UP
 */
export async function countRevealOnce(tx: Tx, actor: PersonActor, reveal: Reveal): Promise<void> {
  await lockPerson(tx, actor)
  const [row] = await tx.$queryRaw<[{ isCounted: boolean }]>`
    SELECT EXISTS (
      SELECT 1 FROM counted_reveals
      WHERE person_id = ${actor.id}::uuid AND kind = ${reveal.kind}::"RevealKind" AND subject_id = ${reveal.subjectId}::uuid
        AND at > clock_timestamp() - interval '1 hour'
    ) AS "isCounted"`
  if (!row.isCounted) await countRevealLocked(tx, actor, reveal)
}

const lockPerson = (tx: Tx, { id }: PersonActor) =>
  tx.$queryRaw`SELECT 1 FROM users WHERE id = ${id}::uuid FOR NO KEY UPDATE`

/** Until the oldest of the last `limit` reveals is an hour old. */
async function waitOf(tx: Tx, personId: string, limit: number) {
  const [row] = await tx.$queryRaw<{ milliseconds: number }[]>`
    SELECT extract(epoch FROM at + interval '1 hour' - clock_timestamp())::float8 * 1000 AS milliseconds
    FROM counted_reveals WHERE person_id = ${personId}::uuid
    ORDER BY at DESC OFFSET ${limit - 1} LIMIT 1`
  return waitParams(row?.milliseconds ?? 0)
}

/** What was shown of it no longer counts: it was decided, which is what it was shown for. */
export async function uncountReveal(tx: Tx, actor: PersonActor, { kind, subjectId }: Reveal): Promise<void> {
  await tx.countedReveal.deleteMany({ where: { personId: actor.id, kind, subjectId } })
}

/** Rows that no longer count. The audit log knows who saw what. */
export async function purgeReveals(): Promise<void> {
  await database().$executeRaw`DELETE FROM counted_reveals WHERE at < clock_timestamp() - interval '1 day'`
  await database().$executeRaw`DELETE FROM reveal_alerts WHERE at < clock_timestamp() - interval '1 day'`
}
