import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import { SYSTEM } from '@/lib/auth/actor'
import { DAY } from '@/lib/core/clock'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import type { ReminderKind } from '@/lib/db/generated/enums'
import { tellAccount } from '@/lib/notifications/tell'
import { lastDay } from './lifecycle'

/** One transaction, in which each member of each account is written to: small enough to end in its time. */
const BATCH = 10

/** The nearest first: who is told that 7 days are left isn't told of 30 besides. */
const AHEAD = [
  { kind: 'EXPIRES_IN_7_DAYS', from: 0, to: 7 },
  { kind: 'EXPIRES_IN_30_DAYS', from: 7, to: 30 },
] as const satisfies { kind: ReminderKind; from: number; to: number }[]

type Ending = { id: string; reference: string; accountId: string; validUntil: Date }

/**
 * Tells people that what was approved ends soon: 30 and 7 days ahead, each once; not while one that is to follow it was
 * handed in. Run by the worker, daily; several at once share the work.
 *
 * @returns how many qualifications
 */
export async function remindOfExpiry(): Promise<number> {
  let total = 0
  for (const ahead of AHEAD) {
    for (let told = BATCH; told === BATCH; total += told) told = await transaction((tx) => remindSome(tx, ahead))
  }
  return total
}

async function remindSome(tx: Tx, { kind, from, to }: (typeof AHEAD)[number]): Promise<number> {
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
  await tx.reminder.createMany({
    data: ending.map(({ id, validUntil }) => ({ qualificationId: id, kind, endsAt: validUntil, createdAt: now })),
  })
  for (const { id, reference, accountId, validUntil } of ending) {
    const data = { kind, endsAt: validUntil.toISOString() }
    await recordAudit(tx, SYSTEM, { action: 'qualification.reminded', subjectId: id, data })
    const days = Math.ceil((validUntil.getTime() - now.getTime()) / DAY)
    const params = { reference, on: lastDay(validUntil), days }
    await tellAccount(tx, { accountId, qualificationId: id, template: 'EXPIRES_SOON', params })
  }
  return ending.length
}
