import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx } from '@/lib/db/client'
import type { Qualification } from '@/lib/db/generated/client'
import { mayWithdraw } from '@/lib/qualifications/lifecycle'
import { erasePerson } from './erase-person'
import { eraseQualification } from './erase-qualification'
import { targeted } from './read-obstacles'

type Request = { id: string; accountId: string; qualificationId: string | null; requestedById: string }

/**
 * Does what was asked for: what goes on is withdrawn, what is in force is revoked, then all of it is erased, and with a
 * whole account its last member. Who asks and who decides have locked the account.
 *
 * @returns the blobs to take out of the store after the commit, by `finishErasing`
 * @throws DomainError ON_HOLD, CONFLICT when it went on since it was read
 */
export async function fulfilRequest(tx: Tx, actor: PersonActor, request: Request): Promise<string[]> {
  const { id: requestId, accountId, qualificationId } = request
  const blobIds: string[] = []
  const qualifications = await tx.qualification.findMany({ where: targeted(request), orderBy: { id: 'asc' } })
  for (const qualification of qualifications) {
    await end(tx, actor, qualification)
    const order = { id: qualification.id, scopes: ['DOCUMENTS', 'DETAILS'], cause: 'REQUEST', requestId } as const
    blobIds.push(...(await eraseQualification(tx, actor, order)))
  }
  if (qualificationId === null) await erasePerson(tx, actor, { userId: request.requestedById, accountId, requestId })
  return blobIds
}

async function end(tx: Tx, actor: PersonActor, { id, status: from, revision }: Qualification): Promise<void> {
  const isInForce = from === 'APPROVED' || from === 'SUSPENDED'
  if (!isInForce && !mayWithdraw(from)) return
  const to = isInForce ? 'REVOKED' : 'WITHDRAWN'
  const { count } = await tx.qualification.updateMany({
    where: { id, status: from, revision },
    data: { status: to, reviewerId: null, claimedAt: null, leaseEndsAt: null },
  })
  if (count !== 1) throw new DomainError('CONFLICT', 'It went on since it was read', { subjectId: id })
  const reason = isInForce ? 'APPLICANT_REQUEST' : null
  await tx.turn.create({
    data: { qualificationId: id, kind: to, reason, byId: actor.id, at: await databaseTime(tx) },
  })
  if (isInForce) {
    const data = { from, to, reason: 'APPLICANT_REQUEST', note: null }
    await recordAudit(tx, actor, { action: 'qualification.revoked', subjectId: id, data })
  } else {
    await recordAudit(tx, actor, { action: 'qualification.withdrawn', subjectId: id, data: { from, revision } })
  }
}
