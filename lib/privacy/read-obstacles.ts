import 'server-only'
import { databaseTime, type Reader, type Tx } from '@/lib/db/client'
import { isFinal } from '@/lib/rulebook/reasons'
import { reasonsOf } from '@/lib/rulebook/registry'
import { heldAmong } from './holds'
import { keptUntil } from './kept-until'
import { type Obstacle, obstaclesTo } from './obstacles'

/** What someone asks to have erased: a qualification, or all of an account. */
export type ErasureTarget = { accountId: string; qualificationId: string | null }

/** Those of which something is left to erase. */
export function targeted({ accountId, qualificationId }: ErasureTarget) {
  return { accountId, ...(qualificationId ? { id: qualificationId } : {}), detailsErasedAt: null }
}

/** Nothing is begun in the account, joined, held or decided meanwhile. */
export async function lockTarget(tx: Tx, target: ErasureTarget): Promise<void> {
  await tx.$queryRaw`SELECT FROM accounts WHERE id = ${target.accountId}::uuid FOR UPDATE`
  const rows = await tx.qualification.findMany({ where: targeted(target), select: { id: true } })
  await tx.$queryRaw`
    SELECT FROM qualifications WHERE id = ANY(${rows.map(({ id }) => id)}::uuid[]) ORDER BY id FOR UPDATE`
}

/** Whether others are in the account, or whose it is is in another: then it can't go with its last member. */
export async function isShared(tx: Tx, { accountId, userId }: { accountId: string; userId: string }): Promise<boolean> {
  const others = {
    OR: [
      { accountId, userId: { not: userId } },
      { userId, accountId: { not: accountId } },
    ],
  }
  return (await tx.membership.count({ where: others })) > 0
}

/** What stands against it, each once, in their order. */
export async function readObstacles(reader: Reader, target: ErasureTarget): Promise<Obstacle[]> {
  const qualifications = await reader.qualification.findMany({ where: targeted(target), orderBy: { id: 'asc' } })
  const ids = qualifications.map(({ id }) => id)
  const held = await heldAmong(reader, ids)
  const kept = await keptUntil(reader, ids)
  const suspicious = await suspiciousAmong(reader, ids)
  const now = await databaseTime(reader)
  const isAccountHeld =
    target.qualificationId === null &&
    (await reader.legalHold.count({ where: { accountId: target.accountId, liftedAt: null } })) > 0
  const found = qualifications.flatMap(({ id, status }) =>
    obstaclesTo({ status, isHeld: held.has(id), kept: kept.get(id), isSuspicious: suspicious.has(id) }, now),
  )
  return [...new Set<Obstacle>([...(isAccountHeld ? (['LEGAL_HOLD'] as const) : []), ...found])]
}

/** Rejected for a reason that can't be mended, unless it is that they are too young: a minor's data is kept for no one. */
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
