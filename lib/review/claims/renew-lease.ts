import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, transaction } from '@/lib/db/client'
import { visibleTo } from '@/lib/qualifications/policy'
import type { ClaimInput } from '../schemas'
import { type Claim, claimOf, leaseEnd, lostOrChanged, refuseUnlessHeld } from './claims'
import { unreadIn } from './unread'

/**
 * Extends the holder's claim while they work, as long as it is live. An expired one isn't revived, since
 * someone else may be about to take it.
 *
 * @returns also how many files no machine has read yet: when fewer are left, more may be known of the case
 * @throws DomainError NOT_FOUND, FORBIDDEN, CASE_CHANGED, CLAIM_LOST
 */
export async function renewLease(
  actor: PersonActor,
  { qualificationId: id }: ClaimInput,
): Promise<Claim & { unread: number }> {
  return transaction(async (tx) => {
    const found = await tx.qualification.findFirst({
      where: { AND: [{ id }, visibleTo(actor)] },
      include: {
        submissions: {
          orderBy: { revision: 'desc' },
          take: 1,
          select: { rulebookVersion: true, _count: { select: { lateReadings: true } } },
        },
      },
    })
    if (!found) throw new DomainError('NOT_FOUND', 'No such qualification')
    const now = await databaseTime(tx)
    await refuseUnlessHeld(tx, actor, found, now)

    const leaseEndsAt = await leaseEnd(tx, now, found.submissions[0]?.rulebookVersion ?? '')
    const { count } = await tx.qualification.updateMany({
      where: { id, status: 'IN_REVIEW', reviewerId: actor.id, leaseEndsAt: { gt: now } },
      data: { leaseEndsAt },
    })
    if (count !== 1) throw await lostOrChanged(tx, actor, id, now)
    return { ...claimOf(id, leaseEndsAt, now), unread: unreadIn(found.submissions[0]?._count.lateReadings ?? 0) }
  })
}
