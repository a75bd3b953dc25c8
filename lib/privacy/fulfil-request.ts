import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import type { Tx } from '@/lib/db/client'
import { endQualification } from './end-qualification'
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
    await endQualification(tx, actor, qualification)
    const order = { id: qualification.id, scopes: ['DOCUMENTS', 'DETAILS'], cause: 'REQUEST', requestId } as const
    blobIds.push(...(await eraseQualification(tx, actor, order)))
  }
  if (qualificationId === null) await erasePerson(tx, actor, { userId: request.requestedById, accountId, requestId })
  return blobIds
}
