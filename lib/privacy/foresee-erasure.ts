import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import { isId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import { ownAccounts } from '@/lib/members/policy'
import type { Obstacle } from './obstacles'
import { type ErasureTarget, readObstacles, targeted } from './read-obstacles'
import { type KeptQualification, readOwnQualifications } from './read-own-data'

export type ForeseenErasure = ErasureTarget & {
  /** Of the one that is meant; null when all is. */
  reference: string | null
  /** What of it is still there. */
  qualifications: KeptQualification[]
  /** What stands against doing it at once. */
  obstacles: Obstacle[]
  /** Whether others are in the account, or who asks is in another one: then not all of it can be asked for. */
  isShared: boolean
  /** Asked for already, and not decided. */
  isWaiting: boolean
}

/**
 * What an erasure would take, and what stands against it, before anyone asks for it. Null when it isn't theirs, or
 * nothing is left of it.
 *
 * @param target without an account, the first of theirs
 */
export async function foreseeErasure(
  actor: PersonActor,
  target: { accountId?: string | undefined; qualificationId?: string | undefined },
): Promise<ForeseenErasure | null> {
  const { accountId = actor.accountIds[0] ?? '', qualificationId = null } = target
  if (!isId(accountId) || (qualificationId !== null && !isId(qualificationId))) return null
  const account = await database().account.findFirst({
    where: { AND: [{ id: accountId }, ownAccounts(actor)] },
    select: { id: true, _count: { select: { members: true } } },
  })
  if (!account) return null
  const asked = { accountId, qualificationId }
  const left = await database().qualification.findMany({ where: targeted(asked), select: { id: true } })
  const ids = new Set(left.map(({ id }) => id))
  const qualifications = (await readOwnQualifications(actor)).filter(({ id }) => ids.has(id))
  if (qualificationId !== null && qualifications.length === 0) return null
  const waiting = await database().erasureRequest.count({ where: { ...asked, state: 'WAITING' } })
  return {
    ...asked,
    reference: qualificationId === null ? null : (qualifications[0]?.reference ?? null),
    qualifications,
    obstacles: await readObstacles(database(), asked),
    isShared: qualificationId === null && (account._count.members > 1 || actor.accountIds.length > 1),
    isWaiting: waiting > 0,
  }
}
