import 'server-only'
import { ownAccounts } from '@/lib/accounts/members/policy'
import { requireApplicant } from '@/lib/accounts/notices/policy'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import type { ErasureObstacle } from '@/lib/db/generated/enums'
import { finishErasing } from '@/lib/documents/erase-files'
import { visibleTo } from '@/lib/qualifications/policy'
import { spendCode } from '@/lib/sign-in/codes/check-code'
import { checkOwnCode, type OwnCode } from '@/lib/sign-in/codes/own-phone'
import type { ErasureRequestInput, RequestErasureInput } from '../schemas'
import { fulfilRequest } from './fulfil-request'
import { type ErasureTarget, isShared, lockTarget, readObstacles } from './read-obstacles'

export type ErasureRequested = {
  requestId: string
  /** Says whether it is erased (DONE), or an administrator has to decide (WAITING). */
  state: 'DONE' | 'WAITING'
  obstacles: ErasureObstacle[]
  /** Lists the erasures for which certificates are available. */
  erasureIds: string[]
}

/**
 * Requests erasure of a qualification, or of an account with all its qualifications and its last member, by a code to
 * the actor's own phone (`sendOwnCode`). Where there is no obstacle, it is done at once; qualifications in progress are
 * withdrawn.
 *
 * @throws DomainError NOT_FOUND, RATE_LIMITED, CODE_WRONG, CODE_EXPIRED, CODE_NOT_HERE, ACCOUNT_SHARED (a whole account
 * with others in it, or of a person who is in another one too), INVALID_STATE (nothing left to erase, or requested
 * before), CONFLICT
 */
export async function requestErasure(
  actor: PersonActor,
  { accountId, qualificationId, code }: RequestErasureInput,
  at: Omit<OwnCode, 'code'>,
): Promise<ErasureRequested> {
  const target = { accountId, qualificationId }
  const codeId = await checkOwnCode(actor, 'ERASURE', { code, ...at })
  const { blobIds, ...created } = await transaction(async (tx) => {
    await lockOwnTarget(tx, actor, target)
    await spendCode(tx, codeId)
    return ask(tx, actor, target)
  })
  await finishErasing(blobIds)
  return created
}

/** Checks that the target is the actor's, and locks that until the transaction ends. */
async function lockOwnTarget(tx: Tx, actor: PersonActor, { accountId, qualificationId }: ErasureTarget): Promise<void> {
  const subjectId = accountId
  const own = await tx.account.findFirst({ where: { AND: [{ id: accountId }, ownAccounts(actor)] } })
  if (!own) throw new DomainError('NOT_FOUND', 'No such account')
  await lockTarget(tx, { accountId, qualificationId })
  const isMember = (await tx.membership.count({ where: { accountId, userId: actor.id } })) > 0
  if (!isMember) throw new DomainError('NOT_FOUND', 'No longer in the account')
  if (qualificationId !== null) {
    const found = await tx.qualification.findFirst({
      where: { AND: [{ id: qualificationId, accountId }, visibleTo(actor)] },
    })
    if (!found) throw new DomainError('NOT_FOUND', 'No such qualification')
    if (found.detailsErasedAt) throw new DomainError('INVALID_STATE', 'Erased', { subjectId })
  } else if (await isShared(tx, { accountId, userId: actor.id })) {
    throw new DomainError('ACCOUNT_SHARED', 'With others', { subjectId })
  }
}

async function ask(
  tx: Tx,
  actor: PersonActor,
  target: ErasureTarget,
): Promise<ErasureRequested & { blobIds: string[] }> {
  const waiting = await tx.erasureRequest.count({ where: { ...target, state: 'WAITING' } })
  if (waiting > 0) throw new DomainError('INVALID_STATE', 'Asked for before', { subjectId: target.accountId })
  const obstacles = await readObstacles(tx, target)
  const state = obstacles.length === 0 ? 'DONE' : 'WAITING'
  const id = newId()
  await tx.erasureRequest.create({
    data: { id, ...target, requestedById: actor.id, state, obstacles, requestedAt: await databaseTime(tx) },
  })
  const data = { requestId: id, qualificationId: target.qualificationId, obstacles }
  const event = { action: 'erasure.requested', subjectId: target.accountId, data } as const
  await recordAudit(tx, actor, event, { using: 'qualification.own' })
  const blobIds = state === 'DONE' ? await fulfilRequest(tx, actor, { id, ...target, requestedById: actor.id }) : []
  const erasures = await tx.erasure.findMany({ where: { requestId: id }, orderBy: { id: 'asc' }, select: { id: true } })
  return { requestId: id, state, obstacles, erasureIds: erasures.map((erasure) => erasure.id), blobIds }
}

/**
 * Withdraws an erasure request that nobody has decided yet.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE
 */
export async function withdrawErasureRequest(actor: PersonActor, { requestId }: ErasureRequestInput): Promise<void> {
  await transaction(async (tx) => {
    const found = await tx.erasureRequest.findFirst({
      where: { AND: [{ id: requestId }, { account: ownAccounts(actor) }] },
    })
    if (!found) throw new DomainError('NOT_FOUND', 'No such request')
    const subjectId = found.accountId
    requireApplicant(actor, subjectId)
    const { count } = await tx.erasureRequest.updateMany({
      where: { id: requestId, state: 'WAITING' },
      data: { state: 'WITHDRAWN' },
    })
    if (count !== 1) throw new DomainError('INVALID_STATE', 'Decided, or taken back', { subjectId })
    const event = { action: 'erasure.request_withdrawn', subjectId, data: { requestId } } as const
    await recordAudit(tx, actor, event, { using: 'qualification.own' })
  })
}
