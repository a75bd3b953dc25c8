import 'server-only'
import { notifyAccount } from '@/lib/accounts/notices/notify'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { type Tx, transaction } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { QualificationStatus } from '@/lib/db/generated/enums'

/**
 * Limits the qualifications in one transaction, which also notifies each member of each account: few enough for
 * its time limit.
 */
const BATCH = 10

type Ended = {
  id: string
  reference: string
  accountId: string
  status: QualificationStatus
  validUntil: Date
  isFollowed: boolean
}

const ENDED = Prisma.sql`
  SELECT q.id, q.reference, q.account_id AS "accountId", q.status, q.valid_until AS "validUntil",
    EXISTS (SELECT FROM qualifications n WHERE n.renews_id = q.id AND n.status = 'APPROVED') AS "isFollowed"
  FROM qualifications q
  WHERE q.status IN ('APPROVED', 'SUSPENDED') AND q.valid_until <= clock_timestamp()`

/**
 * Expires approved and suspended qualifications that are past their validity, and notifies people unless a renewal is
 * in force. The worker runs it daily; several at once share the work. Until then, readers compare with the date itself.
 *
 * @returns how many
 */
export async function expireQualifications(): Promise<number> {
  let total = 0
  for (let expired = BATCH; expired === BATCH; total += expired) expired = await transaction(expireSome)
  return total
}

async function expireSome(tx: Tx): Promise<number> {
  const next = Prisma.sql`${ENDED} ORDER BY q.valid_until, q.id LIMIT ${BATCH} FOR UPDATE OF q SKIP LOCKED`
  const ended = await tx.$queryRaw<Ended[]>(next)
  await expire(tx, ended)
  return ended.length
}

/** Expires one that is past its validity, in a transaction of the caller's. */
export async function expireQualificationIn(tx: Tx, id: string): Promise<void> {
  await expire(tx, await tx.$queryRaw<Ended[]>`${ENDED} AND q.id = ${id}::uuid FOR UPDATE OF q`)
}

async function expire(tx: Tx, ended: readonly Ended[]): Promise<void> {
  if (ended.length === 0) return
  await tx.qualification.updateMany({ where: { id: { in: ended.map(({ id }) => id) } }, data: { status: 'EXPIRED' } })
  await tx.$executeRaw`
    INSERT INTO turns (id, qualification_id, kind, at)
    SELECT gen_random_uuid(), id, 'EXPIRED', clock_timestamp() FROM unnest(${ended.map(({ id }) => id)}::uuid[]) AS id`
  for (const { id, reference, accountId, status: from, validUntil, isFollowed } of ended) {
    const data = { from, to: 'EXPIRED', validUntil: validUntil.toISOString() }
    await recordAudit(tx, SYSTEM, { action: 'qualification.expired', subjectId: id, data })
    if (!isFollowed)
      await notifyAccount(tx, { accountId, qualificationId: id, template: 'EXPIRED', params: { reference } })
  }
}
