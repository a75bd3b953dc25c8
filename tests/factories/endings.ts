import { DAY } from '@/lib/core/clock'
import { database, databaseTime } from '@/lib/db/client'

export type Ending = 'EXPIRED' | 'REVOKED' | 'REJECTED' | 'WITHDRAWN' | 'LAPSED'

/**
 * Ends a qualification, whatever it was, as of some days ago: its row and its turn as the verbs leave them. The newest turn
 * counts, and none goes away: what is to be moved further back is REJECTED.
 */
export async function endedAgo(id: string, ending: Ending, days: number): Promise<void> {
  const at = new Date((await databaseTime()).getTime() - days * DAY)
  await database().qualification.update({
    where: { id },
    data: {
      status: ending === 'LAPSED' ? 'WITHDRAWN' : ending,
      ...{ reviewerId: null, claimedAt: null, leaseEndsAt: null },
      ...(ending === 'REJECTED' ? { decidedAt: at } : {}),
      ...(ending === 'EXPIRED' ? { validUntil: at } : {}),
      ...(ending === 'REVOKED' ? { validUntil: new Date(at.getTime() + 100 * DAY) } : {}),
    },
  })
  if (ending === 'REJECTED') return
  await database().turn.create({ data: { qualificationId: id, kind: ending, at } })
}

/** Whatever waits or is under review is withdrawn. */
export async function emptyQueue(): Promise<void> {
  const waiting = await database().qualification.findMany({ where: { status: { in: ['SUBMITTED', 'IN_REVIEW'] } } })
  for (const { id } of waiting) await endedAgo(id, 'WITHDRAWN', 0)
}
