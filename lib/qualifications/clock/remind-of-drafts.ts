import 'server-only'
import { notifyAccount } from '@/lib/accounts/notices/notify'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DAY, dateIn } from '@/lib/core/clock'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import { LAPSE_NOTICES, type LapseTerms, lapseTerms } from './lapse-terms'
import { type Reminded, storeReminders } from './store-reminders'

/**
 * Limits the qualifications in one transaction, which also notifies each member of each account: few enough for
 * its time limit.
 */
const BATCH = 10

type Left = { id: string; reference: string; accountId: string; endsAt: Date }

/**
 * Notifies people of drafts and changes-requested qualifications that nobody touched for a while, and of when they
 * lapse: once for each time that one was left. The worker runs it daily; several at once share the work.
 *
 * @returns how many
 */
export async function remindOfDrafts(): Promise<number> {
  let total = 0
  for (const terms of await lapseTerms()) {
    for (let found = BATCH; found === BATCH; ) {
      const reminded = await transaction((tx) => remindSome(tx, terms))
      found = reminded.found
      total += reminded.sent
    }
  }
  return total
}

async function remindSome(tx: Tx, { status, rulebookVersion, lapseDays, warnDays }: LapseTerms): Promise<Reminded> {
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
  const kind = 'DRAFT_LAPSES'
  const reminders = left.map(({ id, endsAt }) => ({ qualificationId: id, kind, endsAt, createdAt: now }) as const)
  const isNew = await storeReminders(tx, reminders)
  const due = left.filter(({ id }) => isNew(id))
  for (const { id, reference, accountId, endsAt } of due) {
    const data = { kind, endsAt: endsAt.toISOString() }
    await recordAudit(tx, SYSTEM, { action: 'qualification.reminded', subjectId: id, data })
    const on = dateIn(new Date(Math.max(endsAt.getTime(), noticeEnds)))
    const template = LAPSE_NOTICES[status].ahead
    await notifyAccount(tx, { accountId, qualificationId: id, template, params: { reference, on } })
  }
  return { found: left.length, sent: due.length }
}
