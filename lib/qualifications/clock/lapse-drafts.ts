import 'server-only'
import { notifyAccount } from '@/lib/accounts/notices/notify'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { type Tx, transaction } from '@/lib/db/client'
import { LAPSE_NOTICES, type LapseTerms, lapseTerms } from './lapse-terms'

/**
 * Limits the qualifications in one transaction, which also notifies each member of each account: few enough for
 * its time limit.
 */
const BATCH = 10

type Left = { id: string; reference: string; accountId: string; revision: number; untouchedSince: Date }

/**
 * Withdraws drafts and changes-requested qualifications that nobody touched for as long as their rules say, and whose
 * people were notified in time. After a time without a worker they are notified first. The worker runs it daily;
 * several at once share the work.
 *
 * @returns how many
 */
export async function lapseDrafts(): Promise<number> {
  let total = 0
  for (const terms of await lapseTerms()) {
    for (let lapsed = BATCH; lapsed === BATCH; total += lapsed) {
      lapsed = await transaction((tx) => expireSome(tx, terms))
    }
  }
  return total
}

/** Skips rows that someone has locked until the next day: they are being changed. */
async function expireSome(tx: Tx, { status, rulebookVersion, lapseDays, warnDays }: LapseTerms): Promise<number> {
  const noticeDays = lapseDays - warnDays
  const left = await tx.$queryRaw<Left[]>`
    SELECT q.id, q.reference, q.account_id AS "accountId", q.revision, q.updated_at AS "untouchedSince"
    FROM qualifications q
    JOIN submissions s ON s.qualification_id = q.id AND s.revision = q.revision
    JOIN reminders r ON r.qualification_id = q.id AND r.kind = 'DRAFT_LAPSES'
      AND r.ends_at = q.updated_at + make_interval(hours => 24 * ${lapseDays}::int)
    WHERE q.status = ${status}::"QualificationStatus" AND s.rulebook_version = ${rulebookVersion}
      AND r.ends_at <= clock_timestamp()
      AND r.created_at <= clock_timestamp() - make_interval(hours => 24 * ${noticeDays}::int)
    ORDER BY q.updated_at, q.id
    LIMIT ${BATCH}
    FOR UPDATE OF q SKIP LOCKED`
  if (left.length === 0) return 0
  await tx.qualification.updateMany({ where: { id: { in: left.map(({ id }) => id) } }, data: { status: 'WITHDRAWN' } })
  await tx.$executeRaw`
    INSERT INTO turns (id, qualification_id, kind, at)
    SELECT gen_random_uuid(), id, 'LAPSED', clock_timestamp() FROM unnest(${left.map(({ id }) => id)}::uuid[]) AS id`
  for (const { id, reference, accountId, revision, untouchedSince } of left) {
    const data = { revision, untouchedSince: untouchedSince.toISOString() }
    await recordAudit(tx, SYSTEM, { action: 'qualification.lapsed', subjectId: id, data })
    const template = LAPSE_NOTICES[status].done
    await notifyAccount(tx, { accountId, qualificationId: id, template, params: { reference } })
  }
  return left.length
}
