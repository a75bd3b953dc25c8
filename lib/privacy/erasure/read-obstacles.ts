import 'server-only'
import { databaseTime, type Reader, type Tx } from '@/lib/db/client'
import type { ErasureObstacle } from '@/lib/db/generated/enums'
import { isFinal } from '@/lib/rulebook/reasons'
import { reasonsOf } from '@/lib/rulebook/registry'
import { heldAmong } from '../holds/holds'
import { retainedUntil } from '../retention/retained-until'
import { obstaclesTo } from './obstacles'

/** Names what a person wants erased: a qualification, or a whole account. */
export type ErasureTarget = { accountId: string; qualificationId: string | null }

/** Returns a filter for the qualifications of which something is left to erase. */
export function targeted({ accountId, qualificationId }: ErasureTarget) {
  return { accountId, ...(qualificationId ? { id: qualificationId } : {}), detailsErasedAt: null }
}

/** Locks the account, so that nothing in it is started, joined, held or decided meanwhile. */
export async function lockTarget(tx: Tx, target: ErasureTarget): Promise<void> {
  await tx.$queryRaw`SELECT FROM accounts WHERE id = ${target.accountId}::uuid FOR UPDATE`
  const rows = await tx.qualification.findMany({ where: targeted(target), select: { id: true } })
  await tx.$queryRaw`
    SELECT FROM qualifications WHERE id = ANY(${rows.map(({ id }) => id)}::uuid[]) ORDER BY id FOR UPDATE`
}

/**
 * Says whether others are in the account, or its member is in another one: then it can't be erased with its last
 * member.
 */
export async function isShared(tx: Tx, { accountId, userId }: { accountId: string; userId: string }): Promise<boolean> {
  const others = {
    OR: [
      { accountId, userId: { not: userId } },
      { userId, accountId: { not: accountId } },
    ],
  }
  return (await tx.membership.count({ where: others })) > 0
}

/** Returns the obstacles to erasing the target, each once, in their order. Nothing hinders erasing a test account. */
export async function readObstacles(reader: Reader, target: ErasureTarget): Promise<ErasureObstacle[]> {
  if ((await reader.account.count({ where: { id: target.accountId, isTest: true } })) > 0) return []
  const qualifications = await reader.qualification.findMany({ where: targeted(target), orderBy: { id: 'asc' } })
  const ids = qualifications.map(({ id }) => id)
  const held = await heldAmong(reader, ids)
  const retention = await retainedUntil(reader, ids)
  const suspicious = await suspiciousAmong(reader, ids)
  const now = await databaseTime(reader)
  const isAccountHeld =
    target.qualificationId === null &&
    (await reader.legalHold.count({ where: { accountId: target.accountId, liftedAt: null } })) > 0
  const found = qualifications.flatMap(({ id, status }) =>
    obstaclesTo({ status, isHeld: held.has(id), retention: retention.get(id), isSuspicious: suspicious.has(id) }, now),
  )
  return [...new Set<ErasureObstacle>([...(isAccountHeld ? (['LEGAL_HOLD'] as const) : []), ...found])]
}

/**
 * Returns those that were rejected for a reason that can't be corrected, except that the person is too young: nobody's
 * interest justifies retaining a minor's data.
 */
async function suspiciousAmong(reader: Reader, ids: readonly string[]): Promise<Set<string>> {
  const decisions = await reader.decision.findMany({
    where: { outcome: 'REJECTED', submission: { qualificationId: { in: [...ids] } } },
    include: { judgements: true, submission: { select: { qualificationId: true } } },
  })
  const found = decisions.map(async ({ reasonsVersion, judgements, submission }) => {
    const catalogue = await reasonsOf(reasonsVersion, reader)
    const reasons = judgements.flatMap((judgement) => judgement.reasons)
    return reasons.some((code) => code !== 'UNDER_AGE' && isFinal(catalogue, code)) ? [submission.qualificationId] : []
  })
  return new Set((await Promise.all(found)).flat())
}
