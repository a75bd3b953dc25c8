import 'server-only'
import { notifyAccount } from '@/lib/accounts/notices/notify'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DAY } from '@/lib/core/clock'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import type { ReminderKind } from '@/lib/db/generated/enums'
import { lastDay } from '../lifecycle'
import { type Reminded, storeReminders } from './store-reminders'

/**
 * Limits the qualifications in one transaction, which also notifies each member of each account: few enough for
 * its time limit.
 */
const BATCH = 10

/** Lists the nearest first: people who are notified that 7 days are left aren't notified of 30 as well. */
const AHEAD = [
  { kind: 'EXPIRES_IN_7_DAYS', from: 0, to: 7 },
  { kind: 'EXPIRES_IN_30_DAYS', from: 7, to: 30 },
] as const satisfies { kind: ReminderKind; from: number; to: number }[]

type Ending = { id: string; reference: string; accountId: string; validUntil: Date }

/**
 * Notifies people that an approval expires soon: 30 and 7 days ahead, each once, and not while its renewal is
 * submitted. The worker runs it daily; several at once share the work.
 *
 * @returns how many qualifications
 */
export async function remindOfExpiry(): Promise<number> {
  let total = 0
  for (const ahead of AHEAD) {
    for (let found = BATCH; found === BATCH; ) {
      const reminded = await transaction((tx) => remindSome(tx, ahead))
      found = reminded.found
      total += reminded.sent
    }
  }
  return total
}

async function remindSome(tx: Tx, { kind, from, to }: (typeof AHEAD)[number]): Promise<Reminded> {
  const ending = await tx.$queryRaw<Ending[]>`
    SELECT q.id, q.reference, q.account_id AS "accountId", q.valid_until AS "validUntil" FROM qualifications q
    WHERE q.status = 'APPROVED'
      AND q.valid_until > clock_timestamp() + make_interval(hours => 24 * ${from}::int)
      AND q.valid_until <= clock_timestamp() + make_interval(hours => 24 * ${to}::int)
      AND NOT EXISTS (
        SELECT FROM reminders r
        WHERE r.qualification_id = q.id AND r.kind = ${kind}::"ReminderKind" AND r.ends_at = q.valid_until
      )
      AND NOT EXISTS (
        SELECT FROM qualifications n
        WHERE n.renews_id = q.id AND n.first_submitted_at IS NOT NULL AND n.status NOT IN ('REJECTED', 'WITHDRAWN')
      )
    ORDER BY q.valid_until, q.id
    LIMIT ${BATCH}
    FOR UPDATE OF q SKIP LOCKED`
  const now = await databaseTime(tx)
  const reminders = ending.map(({ id, validUntil }) => ({
    qualificationId: id,
    kind,
    endsAt: validUntil,
    createdAt: now,
  }))
  const isNew = await storeReminders(tx, reminders)
  const due = ending.filter(({ id }) => isNew(id))
  for (const { id, reference, accountId, validUntil } of due) {
    const data = { kind, endsAt: validUntil.toISOString() }
    await recordAudit(tx, SYSTEM, { action: 'qualification.reminded', subjectId: id, data })
    const days = Math.ceil((validUntil.getTime() - now.getTime()) / DAY)
    const params = { reference, on: lastDay(validUntil), days }
    await notifyAccount(tx, { accountId, qualificationId: id, template: 'EXPIRES_SOON', params })
  }
  return { found: ending.length, sent: due.length }
}
