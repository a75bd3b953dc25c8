import 'server-only'
import { can, type PersonActor } from '@/lib/actor/actor'
import { cursorsOf } from '@/lib/core/cursor'
import { DomainError } from '@/lib/core/errors'
import { LIVE } from '@/lib/core/live-accounts'
import { database } from '@/lib/db/client'
import { ErasureObstacle, type QualificationStatus } from '@/lib/db/generated/enums'
import { inOrder, pageOf, whereBeyond } from '@/lib/db/keyset'
import { readObstacles } from './read-obstacles'

const PAGE = 20
const CURSORS = cursorsOf('erasure-requests')

export type WaitingRequest = {
  id: string
  requestedAt: Date
  /** Says whether the request is about the whole account. */
  isWhole: boolean
  /** The submitted data that would be erased. */
  qualifications: { id: string; reference: string; status: QualificationStatus }[]
  /** Lists the obstacles to erasing at once. */
  obstacles: ErasureObstacle[]
  /** Says whether a legal hold covers it now: then it can't be granted. */
  isHeld: boolean
  /** Says whether the account is the reader's own: then another administrator decides. */
  isOwn: boolean
  mayDecide: boolean
}

export type WaitingRequestsPage = { requests: WaitingRequest[]; later: string | undefined }

/**
 * Returns a page of the requests that wait for a decision, the oldest first.
 *
 * @throws DomainError FORBIDDEN
 */
export async function readWaitingRequests(actor: PersonActor, after?: string): Promise<WaitingRequestsPage> {
  if (!can(actor, 'privacy.read')) throw new DomainError('FORBIDDEN', 'Not of requests')
  const rows = await database().erasureRequest.findMany({
    where: { AND: [{ state: 'WAITING', account: LIVE }, whereBeyond('requestedAt', CURSORS.read(after), 'asc')] },
    orderBy: inOrder('requestedAt', 'asc'),
    take: PAGE + 1,
  })
  const { page, end } = pageOf(rows, PAGE)
  const requests = page.map(async ({ id, accountId, qualificationId, requestedAt, obstacles }) => ({
    ...{ id, requestedAt, isWhole: qualificationId === null },
    qualifications: await database().qualification.findMany({
      where: {
        accountId,
        ...(qualificationId ? { id: qualificationId } : { detailsErasedAt: null }),
        queuedAt: { not: null },
      },
      orderBy: { createdAt: 'desc' },
      select: { id: true, reference: true, status: true },
    }),
    obstacles: Object.values(ErasureObstacle).filter((obstacle) => obstacles.includes(obstacle)),
    isHeld: (await readObstacles(database(), { accountId, qualificationId })).includes('LEGAL_HOLD'),
    isOwn: can(actor, 'privacy.manage') && actor.accountIds.includes(accountId),
    mayDecide: can(actor, 'privacy.manage') && !actor.accountIds.includes(accountId),
  }))
  return {
    requests: await Promise.all(requests),
    later: end && CURSORS.write({ at: end.requestedAt, id: end.id }),
  }
}

/** Counts the waiting requests, for staff who decide them. */
export async function countWaitingRequests(actor: PersonActor): Promise<number> {
  if (!can(actor, 'privacy.manage')) return 0
  return database().erasureRequest.count({ where: { state: 'WAITING', account: LIVE } })
}
