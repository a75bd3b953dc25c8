import { DAY } from '@/lib/core/clock'
import { database, databaseTime } from '@/lib/db/client'

export type Ending = 'EXPIRED' | 'REVOKED' | 'REJECTED' | 'WITHDRAWN' | 'LAPSED'

/**
 * Closes a qualification from any status, as of some days ago: its row and status change are as the verbs leave them.
 * The newest status change counts, and none is deleted, so use REJECTED to move one further back.
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
  await database().statusChange.create({ data: { qualificationId: id, kind: ending, at } })
}

/** Withdraws everything that waits or is under review. */
export async function emptyQueue(): Promise<void> {
  const waiting = await database().qualification.findMany({ where: { status: { in: ['SUBMITTED', 'IN_REVIEW'] } } })
  for (const { id } of waiting) await endedAgo(id, 'WITHDRAWN', 0)
}
