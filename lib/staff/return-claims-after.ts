import 'server-only'
import type { AccessChange } from '@/lib/accounts/access-change'
import { capabilitiesOf } from '@/lib/actor/capabilities'
import type { Tx } from '@/lib/db/client'
import { releaseClaimsOf } from '@/lib/review/claims/release-claims-of'

/** Returns the claims of a person who reviews no more to the queue, in the transaction of the change. */
export async function returnClaimsAfter(tx: Tx, change: AccessChange): Promise<void> {
  if (change.kind === 'DISABLE') await releaseClaimsOf(tx, change.userId, 'REVIEWER_DISABLED')
  if (change.kind !== 'ROLES' || capabilitiesOf(change.roles).includes('review.decide')) return
  await releaseClaimsOf(tx, change.userId, 'ROLE_TAKEN')
}
