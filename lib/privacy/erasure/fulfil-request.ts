import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import type { Tx } from '@/lib/db/client'
import { endQualification } from './end-qualification'
import { erasePerson } from './erase-person'
import { eraseQualification } from './erase-qualification'
import { targeted } from './read-obstacles'

type Request = { id: string; accountId: string; qualificationId: string | null; requestedById: string }

/**
 * Carries out an erasure request: qualifications in progress are withdrawn, those in force revoked, then everything is
 * erased, and with a whole account its last member. The caller has locked the account.
 *
 * @returns the blobs that `finishErasing` deletes from the store after the commit
 * @throws DomainError ON_HOLD, CONFLICT when its status changed since it was read
 */
export async function fulfilRequest(tx: Tx, actor: PersonActor, request: Request): Promise<string[]> {
  const { id: requestId, accountId, qualificationId } = request
  const blobIds: string[] = []
  const qualifications = await tx.qualification.findMany({ where: targeted(request), orderBy: { id: 'asc' } })
  for (const qualification of qualifications) {
    await endQualification(tx, actor, qualification)
    const erasure = { id: qualification.id, scopes: ['DOCUMENTS', 'DETAILS'], cause: 'REQUEST', requestId } as const
    blobIds.push(...(await eraseQualification(tx, actor, erasure)))
  }
  if (qualificationId === null) await erasePerson(tx, actor, { userId: request.requestedById, accountId, requestId })
  return blobIds
}
