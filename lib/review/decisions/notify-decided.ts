import 'server-only'
import { notifyAccount } from '@/lib/accounts/notices/notify'
import type { Tx } from '@/lib/db/client'
import { lastDay, tryAgainOn } from '@/lib/qualifications/lifecycle'
import type { Terms } from '@/lib/rulebook/rulebook'
import type { Claimed } from '../claims/read-claimed'
import type { Decision } from './record-decision'

/**
 * Notifies the account of the decision: until when it is valid, how much is to be corrected, or when they may try
 * again.
 */
export async function notifyDecided(
  tx: Tx,
  { id: qualificationId, accountId, reference, now }: Claimed,
  { outcome, validUntil, judgements }: Decision,
  terms: Terms,
): Promise<void> {
  const about = { accountId, qualificationId }
  if (outcome === 'CHANGES_REQUESTED') {
    const count = judgements.filter(({ verdict }) => verdict === 'REFUSED').length
    return notifyAccount(tx, { ...about, template: outcome, params: { reference, count } })
  }
  if (outcome === 'REJECTED') {
    const params = { reference, tryAgainOn: tryAgainOn(now, terms.coolingOffDays) }
    return notifyAccount(tx, { ...about, template: outcome, params })
  }
  const until = validUntil ? lastDay(validUntil) : ''
  return notifyAccount(tx, { ...about, template: outcome, params: { reference, until } })
}
