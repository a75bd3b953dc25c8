import 'server-only'
import { ACTING_ADMINISTRATOR } from '@/lib/accounts/administrators'
import { DAY, HOUR } from '@/lib/core/clock'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import { notifyOfRequest } from './notices'

/**
 * Reminds administrators, and the person concerned, once a day of a removal that becomes final automatically. The
 * worker runs it.
 *
 * @returns the number of removals
 */
export async function remindOfRemovals(): Promise<number> {
  return transaction(async (tx) => {
    const now = await databaseTime(tx)
    const due = await markNotified(tx, now)
    for (const row of due) {
      const hours = Math.ceil((row.expiresAt.getTime() - now.getTime()) / HOUR)
      await notifyOfRequest(tx, row, hours)
    }
    return due.length
  })
}

/** Marks the removals that are reminded of now. Of two workers at the same time, the second finds nothing. */
function markNotified(tx: Tx, now: Date) {
  return tx.accessChange.updateManyAndReturn({
    where: {
      AND: [
        { state: 'WAITING', becomesFinal: true, requestedBy: ACTING_ADMINISTRATOR },
        { expiresAt: { gt: now }, notifiedAt: { lte: new Date(now.getTime() - DAY) } },
      ],
    },
    data: { notifiedAt: now },
  })
}
