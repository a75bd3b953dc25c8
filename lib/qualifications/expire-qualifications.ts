import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import { SYSTEM } from '@/lib/auth/actor'
import { type Tx, transaction } from '@/lib/db/client'
import type { QualificationStatus } from '@/lib/db/generated/enums'
import { tellAccount } from '@/lib/notifications/tell'

/** One transaction, in which each member of each account is written to: small enough to end in its time. */
const BATCH = 10

type Ended = {
  id: string
  reference: string
  accountId: string
  status: QualificationStatus
  validUntil: Date
  isFollowed: boolean
}

/**
 * Ends what was approved, suspended or not, and is past its validity, and tells people, unless what renews it stands. Run by the worker, daily; several at once share
 * the work. Whoever asks meanwhile goes by the end itself.
 *
 * @returns how many
 */
export async function expireQualifications(): Promise<number> {
  let total = 0
  for (let expired = BATCH; expired === BATCH; total += expired) expired = await transaction(expireSome)
  return total
}

async function expireSome(tx: Tx): Promise<number> {
  const ended = await tx.$queryRaw<Ended[]>`
    SELECT q.id, q.reference, q.account_id AS "accountId", q.status, q.valid_until AS "validUntil",
      EXISTS (SELECT FROM qualifications n WHERE n.renews_id = q.id AND n.status = 'APPROVED') AS "isFollowed"
    FROM qualifications q
    WHERE q.status IN ('APPROVED', 'SUSPENDED') AND q.valid_until <= clock_timestamp()
    ORDER BY q.valid_until, q.id
    LIMIT ${BATCH}
    FOR UPDATE OF q SKIP LOCKED`
  if (ended.length === 0) return 0
  await tx.qualification.updateMany({ where: { id: { in: ended.map(({ id }) => id) } }, data: { status: 'EXPIRED' } })
  await tx.$executeRaw`
    INSERT INTO turns (id, qualification_id, kind, at)
    SELECT gen_random_uuid(), id, 'EXPIRED', clock_timestamp() FROM unnest(${ended.map(({ id }) => id)}::uuid[]) AS id`
  for (const { id, reference, accountId, status: from, validUntil, isFollowed } of ended) {
    const data = { from, to: 'EXPIRED', validUntil: validUntil.toISOString() }
    await recordAudit(tx, SYSTEM, { action: 'qualification.expired', subjectId: id, data })
    if (!isFollowed)
      await tellAccount(tx, { accountId, qualificationId: id, template: 'EXPIRED', params: { reference } })
  }
  return ended.length
}
