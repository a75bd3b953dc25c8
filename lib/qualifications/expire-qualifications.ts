import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import { SYSTEM } from '@/lib/auth/actor'
import { type Tx, transaction } from '@/lib/db/client'
import type { QualificationStatus } from '@/lib/db/generated/enums'
import { tellAccount } from '@/lib/notifications/tell'

const BATCH = 100

type Ended = { id: string; reference: string; accountId: string; status: QualificationStatus; validUntil: Date }

/**
 * Ends what was approved, suspended or not, and is past its validity. Run by the worker, daily; several at once share
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
    SELECT id, reference, account_id AS "accountId", status, valid_until AS "validUntil" FROM qualifications
    WHERE status IN ('APPROVED', 'SUSPENDED') AND valid_until <= clock_timestamp()
    ORDER BY valid_until, id
    LIMIT ${BATCH}
    FOR UPDATE SKIP LOCKED`
  if (ended.length === 0) return 0
  await tx.qualification.updateMany({ where: { id: { in: ended.map(({ id }) => id) } }, data: { status: 'EXPIRED' } })
  await tx.$executeRaw`
    INSERT INTO turns (id, qualification_id, kind, at)
    SELECT gen_random_uuid(), id, 'EXPIRED', clock_timestamp() FROM unnest(${ended.map(({ id }) => id)}::uuid[]) AS id`
  for (const { id, reference, accountId, status: from, validUntil } of ended) {
    const data = { from, to: 'EXPIRED', validUntil: validUntil.toISOString() }
    await recordAudit(tx, SYSTEM, { action: 'qualification.expired', subjectId: id, data })
    await tellAccount(tx, { accountId, qualificationId: id, template: 'EXPIRED', params: { reference } })
  }
  return ended.length
}
