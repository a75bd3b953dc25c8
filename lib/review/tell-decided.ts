import 'server-only'
import type { Tx } from '@/lib/db/client'
import { tellAccount } from '@/lib/notifications/tell'
import { lastDay, tryAgainOn } from '@/lib/qualifications/lifecycle'
import type { Terms } from '@/lib/rulebook/rulebook'
import type { Claimed } from './read-claimed'
import type { Decision } from './record-decision'

/** Tells the account what was decided: until when it holds, how much is to be mended, or when they may try again. */
export async function tellDecided(
  tx: Tx,
  { id: qualificationId, accountId, reference, now }: Claimed,
  { outcome, validUntil, judgements }: Decision,
  terms: Terms,
): Promise<void> {
  const about = { accountId, qualificationId }
  if (outcome === 'CHANGES_REQUESTED') {
    const count = judgements.filter(({ verdict }) => verdict === 'REFUSED').length
    return tellAccount(tx, { ...about, template: outcome, params: { reference, count } })
  }
  if (outcome === 'REJECTED') {
    const params = { reference, tryAgainOn: tryAgainOn(now, terms.coolingOffDays) }
    return tellAccount(tx, { ...about, template: outcome, params })
  }
  const until = validUntil ? lastDay(validUntil) : ''
  return tellAccount(tx, { ...about, template: outcome, params: { reference, until } })
}
