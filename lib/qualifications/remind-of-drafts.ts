import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import { SYSTEM } from '@/lib/auth/actor'
import { DAY, dateIn } from '@/lib/core/clock'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import { tellAccount } from '@/lib/notifications/tell'
import { LAPSE_NOTICES, type LapseTerms, lapseTerms } from './lapse-terms'

/** One transaction, in which each member of each account is written to: small enough to end in its time. */
const BATCH = 10

type Left = { id: string; reference: string; accountId: string; endsAt: Date }

/**
 * Tells people of drafts, and of what was sent back for changes, that nobody touched for a while, and when it will lapse. Once for each time that one was left.
 * Run by the worker, daily; several at once share the work.
 *
 * @returns how many
 */
export async function remindOfDrafts(): Promise<number> {
  let total = 0
  for (const terms of await lapseTerms()) {
    for (let told = BATCH; told === BATCH; total += told) {
      told = await transaction((tx) => remindSome(tx, terms))
    }
  }
  return total
}

async function remindSome(tx: Tx, { status, rulebookVersion, lapseDays, warnDays }: LapseTerms): Promise<number> {
  const left = await tx.$queryRaw<Left[]>`
    SELECT q.id, q.reference, q.account_id AS "accountId",
           q.updated_at + make_interval(hours => 24 * ${lapseDays}::int) AS "endsAt"
    FROM qualifications q
    JOIN submissions s ON s.qualification_id = q.id AND s.revision = q.revision
    WHERE q.status = ${status}::"QualificationStatus" AND s.rulebook_version = ${rulebookVersion}
      AND q.updated_at <= clock_timestamp() - make_interval(hours => 24 * ${warnDays}::int)
      AND NOT EXISTS (
        SELECT FROM reminders r WHERE r.qualification_id = q.id AND r.kind = 'DRAFT_LAPSES'
          AND r.ends_at = q.updated_at + make_interval(hours => 24 * ${lapseDays}::int)
      )
    ORDER BY q.updated_at, q.id
    LIMIT ${BATCH}
    FOR UPDATE OF q SKIP LOCKED`
  const now = await databaseTime(tx)
  const noticeEnds = now.getTime() + (lapseDays - warnDays) * DAY
  await tx.reminder.createMany({
    data: left.map(({ id, endsAt }) => ({ qualificationId: id, kind: 'DRAFT_LAPSES', endsAt, createdAt: now })),
  })
  for (const { id, reference, accountId, endsAt } of left) {
    const data = { kind: 'DRAFT_LAPSES', endsAt: endsAt.toISOString() }
    await recordAudit(tx, SYSTEM, { action: 'qualification.reminded', subjectId: id, data })
    const on = dateIn(new Date(Math.max(endsAt.getTime(), noticeEnds)))
    const template = LAPSE_NOTICES[status].ahead
    await tellAccount(tx, { accountId, qualificationId: id, template, params: { reference, on } })
  }
  return left.length
}
