import 'server-only'
import { can, type PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { database } from '@/lib/db/client'
import type { QualificationStatus } from '@/lib/db/generated/enums'
import { readCursor, writeCursor } from '@/lib/review/cursor'
import { OBSTACLES, type Obstacle } from './obstacles'
import { readObstacles } from './read-obstacles'

const PAGE = 20

export type WaitingRequest = {
  id: string
  requestedAt: Date
  /** Whether all of the account is meant. */
  isWhole: boolean
  /** What would be erased, as far as it was handed in. */
  qualifications: { id: string; reference: string; status: QualificationStatus }[]
  /** What stood against doing it at once. */
  obstacles: Obstacle[]
  /** Whether a hold lies on it now: then it can't be granted. */
  isHeld: boolean
  /** Of an account of the reader's: somebody else decides. */
  isOwn: boolean
  mayDecide: boolean
}

export type WaitingRequestsPage = { requests: WaitingRequest[]; later: string | undefined }

/** A page of the requests that wait for a decision, the oldest first. @throws DomainError FORBIDDEN */
export async function readWaitingRequests(actor: PersonActor, after?: string): Promise<WaitingRequestsPage> {
  if (!can(actor, 'privacy.read')) throw new DomainError('FORBIDDEN', 'Not of requests')
  const from = readCursor(after)
  const beyond = from ? { OR: [{ requestedAt: { gt: from.at } }, { requestedAt: from.at, id: { gt: from.id } }] } : {}
  const rows = await database().erasureRequest.findMany({
    where: { state: 'WAITING', ...beyond },
    orderBy: [{ requestedAt: 'asc' }, { id: 'asc' }],
    take: PAGE + 1,
  })
  const page = rows.slice(0, PAGE)
  const last = page.at(-1)
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
    obstacles: OBSTACLES.filter((obstacle) => obstacles.includes(obstacle)),
    isHeld: (await readObstacles(database(), { accountId, qualificationId })).includes('LEGAL_HOLD'),
    isOwn: can(actor, 'privacy.manage') && actor.accountIds.includes(accountId),
    mayDecide: can(actor, 'privacy.manage') && !actor.accountIds.includes(accountId),
  }))
  return {
    requests: await Promise.all(requests),
    later: rows.length > PAGE && last ? writeCursor({ at: last.requestedAt, id: last.id }) : undefined,
  }
}

/** How many wait, for whoever decides. */
export async function countWaitingRequests(actor: PersonActor): Promise<number> {
  if (!can(actor, 'privacy.manage')) return 0
  return database().erasureRequest.count({ where: { state: 'WAITING' } })
}
