import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import { SYSTEM } from '@/lib/auth/actor'
import { type Tx, transaction } from '@/lib/db/client'
import { tellAccount } from '@/lib/notifications/tell'
import { LAPSE_NOTICES, type LapseTerms, lapseTerms } from './lapse-terms'

/** One transaction, in which each member of each account is written to: small enough to end in its time. */
const BATCH = 10

type Left = { id: string; reference: string; accountId: string; revision: number; untouchedSince: Date }

/**
 * Withdraws drafts, and what was sent back for changes, that nobody touched for as long as their rules have it, and
 * whose people were told in time: after a time without a worker they are told first. Run by the worker, daily; several at once share the work.
 *
 * @returns how many
 */
export async function lapseDrafts(): Promise<number> {
  let total = 0
  for (const terms of await lapseTerms()) {
    for (let lapsed = BATCH; lapsed === BATCH; total += lapsed) {
      lapsed = await transaction((tx) => lapseSome(tx, terms))
    }
  }
  return total
}

/** Rows that someone is at right now are left for the next day: they are being touched. */
async function lapseSome(tx: Tx, { status, rulebookVersion, lapseDays, warnDays }: LapseTerms): Promise<number> {
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
    await tellAccount(tx, { accountId, qualificationId: id, template, params: { reference } })
  }
  return left.length
}
