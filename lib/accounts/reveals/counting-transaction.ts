import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { env } from '@/lib/core/env'
import { DomainError, type ErrorCode } from '@/lib/core/errors'
import { type Tx, transaction } from '@/lib/db/client'
import { notifyAdministrators } from '../notify-administrators'
import { staffNames } from '../staff-names'

const OVER_THE_CAP: readonly ErrorCode[] = ['REVEALS_USED_UP', 'LIST_OVER_LIMIT']

/**
 * Runs a transaction that counts what it shows. When the cap refuses it, administrators are alerted in a second
 * transaction, since the refused one has rolled back.
 */
export async function countingTransaction<T>(actor: PersonActor, work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await transaction(work)
  } catch (error) {
    if (error instanceof DomainError && OVER_THE_CAP.includes(error.code)) await alertAdministrators(actor)
    throw error
  }
}

/**
 * Alerts administrators once per person and hour, no matter how often and in how many processes the person is refused.
 */
async function alertAdministrators(actor: PersonActor): Promise<void> {
  const name = (await staffNames([actor.id])).get(actor.id) ?? actor.id
  await transaction(async (tx) => {
    const isDue = await tx.$executeRaw`
      INSERT INTO reveal_alerts (person_id, at) VALUES (${actor.id}::uuid, clock_timestamp())
      ON CONFLICT (person_id) DO UPDATE SET at = excluded.at
        WHERE reveal_alerts.at <= excluded.at - interval '1 hour'`
    if (isDue === 0) return
    const count = env().REVEALS_AN_HOUR
    await recordAudit(tx, actor, { action: 'review.reveal_cap_reached', subjectId: actor.id, data: { count } })
    const url = new URL('/audit?action=review.reveal_cap_reached', env().ZHUNXIN_URL).href
    await notifyAdministrators(tx, 'REVEALS_USED_UP', { name, count, url })
  })
}
