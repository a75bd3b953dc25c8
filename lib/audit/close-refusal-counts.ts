import 'server-only'
import { MINUTE } from '@/lib/core/clock'
import { database, databaseTime, transaction } from '@/lib/db/client'
import { recordAudit } from './record'

/** A minute, and another for refusals that are still being counted in it. */
const OVER = 2 * MINUTE

/**
 * Tells, once a minute is over, how often the same act was refused in it beyond the first. Run by the worker. The number
 * is read by what closes it, or one that is counted meanwhile would be lost.
 */
export async function closeRefusalCounts(): Promise<void> {
  const before = new Date((await databaseTime()).getTime() - OVER)
  const open = await database().refusalCount.findMany({ where: { closedAt: null, minute: { lt: before } }, take: 500 })
  for (const { actorId, act, code, minute } of open) {
    await transaction(async (tx) => {
      const mine = { actorId, act, code, minute, closedAt: null }
      const closedAt = await databaseTime(tx)
      const [closed] = await tx.refusalCount.updateManyAndReturn({ where: mine, data: { closedAt } })
      if (!closed || closed.count === 1) return
      const data = { act, code, minute: minute.toISOString(), count: closed.count }
      const event = { action: 'act.refusals_counted', subjectId: null, data } as const
      await recordAudit(tx, { kind: 'PERSON', id: actorId }, event)
    })
  }
}
