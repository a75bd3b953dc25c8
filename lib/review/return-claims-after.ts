import 'server-only'
import type { AccessChange } from '@/lib/accounts/access-changes/change'
import { capabilitiesOf } from '@/lib/auth/capabilities'
import type { Tx } from '@/lib/db/client'
import { releaseClaimsOf } from './release-claims-of'

/** From a person who reviews no more, what they hold returns to the queue, in the transaction of what was changed. */
export async function returnClaimsAfter(tx: Tx, change: AccessChange): Promise<void> {
  if (change.kind === 'DISABLE') await releaseClaimsOf(tx, change.userId, 'REVIEWER_DISABLED')
  if (change.kind !== 'ROLES' || capabilitiesOf(change.roles).includes('review.decide')) return
  await releaseClaimsOf(tx, change.userId, 'ROLE_TAKEN')
}
