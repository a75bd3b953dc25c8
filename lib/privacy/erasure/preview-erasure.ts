import 'server-only'
import { ownAccounts } from '@/lib/accounts/members/policy'
import type { PersonActor } from '@/lib/actor/actor'
import { isId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import type { ErasureObstacle } from '@/lib/db/generated/enums'
import { readOwnQualifications, type StoredQualification } from '../own-data/read-own-data'
import { type ErasureTarget, readObstacles, targeted } from './read-obstacles'

export type ErasurePreview = ErasureTarget & {
  /** The reference of the qualification that is meant; null for the whole account. */
  reference: string | null
  /** The qualifications that are still stored. */
  qualifications: StoredQualification[]
  /** Lists the obstacles to erasing it at once. */
  obstacles: ErasureObstacle[]
  /**
   * Says whether others are in the account, or the actor is in another one: then the whole account can't be requested.
   */
  isShared: boolean
  /** Says whether a request waits for its decision. */
  isWaiting: boolean
}

/**
 * Shows what an erasure would remove and its obstacles, before anyone requests it. Null when it isn't the actor's, or
 * nothing is left of it.
 *
 * @param target without an account, the actor's first
 */
export async function previewErasure(
  actor: PersonActor,
  target: { accountId?: string | undefined; qualificationId?: string | undefined },
): Promise<ErasurePreview | null> {
  const { accountId = actor.accountIds[0] ?? '', qualificationId = null } = target
  if (!isId(accountId) || (qualificationId !== null && !isId(qualificationId))) return null
  const account = await database().account.findFirst({
    where: { AND: [{ id: accountId }, ownAccounts(actor)] },
    select: { id: true, _count: { select: { members: true } } },
  })
  if (!account) return null
  const scope = { accountId, qualificationId }
  const left = await database().qualification.findMany({ where: targeted(scope), select: { id: true } })
  const ids = new Set(left.map(({ id }) => id))
  const qualifications = (await readOwnQualifications(actor)).filter(({ id }) => ids.has(id))
  if (qualificationId !== null && qualifications.length === 0) return null
  const waiting = await database().erasureRequest.count({ where: { ...scope, state: 'WAITING' } })
  return {
    ...scope,
    reference: qualificationId === null ? null : (qualifications[0]?.reference ?? null),
    qualifications,
    obstacles: await readObstacles(database(), scope),
    isShared: qualificationId === null && (account._count.members > 1 || actor.accountIds.length > 1),
    isWaiting: waiting > 0,
  }
}
