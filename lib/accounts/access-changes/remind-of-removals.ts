import 'server-only'
import { DAY, HOUR } from '@/lib/core/clock'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import { ACTING_ADMINISTRATOR } from '../administrators'
import { notifyOfRequest } from './notices'

/**
 * Notifies administrators, and the person, once a day of a removal that becomes final by itself. Run by the worker.
 *
 * @returns how many
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

/** Of two workers that look at once, the second finds nothing. */
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
