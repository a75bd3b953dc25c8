import 'server-only'
import { notifyPerson } from '@/lib/accounts/notices/notify'
import type { PersonActor } from '@/lib/actor/actor'
import type { Tx } from '@/lib/db/client'
import { endQualification } from './end-qualification'
import { eraseLeftFiles } from './erase-left-files'
import { erasePerson } from './erase-person'
import { eraseQualification } from './erase-qualification'
import { targeted } from './read-obstacles'

type Request = { id: string; accountId: string; qualificationId: string | null; requestedById: string }

/**
 * Carries out an erasure request: qualifications in progress are withdrawn, those in force revoked, then everything is
 * erased, and with a whole account its last member. The other members are notified of what can't be used for sending
 * any more; the requester is notified of the erasure. The caller has locked the account.
 *
 * @returns the blobs that `finishErasing` deletes from the store after the commit
 * @throws DomainError ON_HOLD, CONFLICT when its status changed since it was read
 */
export async function fulfilRequest(tx: Tx, actor: PersonActor, request: Request): Promise<string[]> {
  const { id: requestId, accountId, qualificationId } = request
  const blobIds: string[] = []
  const qualifications = await tx.qualification.findMany({ where: targeted(request), orderBy: { id: 'asc' } })
  for (const qualification of qualifications) {
    const ending = await endQualification(tx, actor, qualification)
    if (ending === 'REVOKED') await notifyOthers(tx, request, qualification)
    const erasure = { id: qualification.id, scopes: ['DOCUMENTS', 'DETAILS'], cause: 'REQUEST', requestId } as const
    blobIds.push(...(await eraseQualification(tx, actor, erasure)))
  }
  blobIds.push(...(await eraseLeftFiles(tx, accountId)))
  if (qualificationId === null) await erasePerson(tx, actor, { userId: request.requestedById, accountId, requestId })
  return blobIds
}

async function notifyOthers(
  tx: Tx,
  { accountId, requestedById }: Request,
  { id: qualificationId, reference }: { id: string; reference: string },
): Promise<void> {
  const others = await tx.membership.findMany({ where: { accountId, userId: { not: requestedById } } })
  for (const { userId } of others) {
    const notice = { template: 'REVOKED', params: { reference } } as const
    await notifyPerson(tx, { userId, aboutAccount: accountId, qualificationId, ...notice })
  }
}
