import 'server-only'
import { MINUTE } from '@/lib/core/clock'
import { database, databaseTime, transaction } from '@/lib/db/client'
import { recordAudit } from './record'

/** Tells, once a minute is over, how often the same act was refused in it beyond the first. Run by the worker. */
export async function closeRefusalCounts(): Promise<void> {
  const before = new Date((await databaseTime()).getTime() - MINUTE)
  const open = await database().refusalCount.findMany({ where: { closedAt: null, minute: { lt: before } }, take: 500 })
  for (const { actorId, act, code, minute, count } of open) {
    await transaction(async (tx) => {
      const mine = { actorId, act, code, minute, closedAt: null }
      const closed = await tx.refusalCount.updateMany({ where: mine, data: { closedAt: await databaseTime(tx) } })
      if (closed.count !== 1 || count === 1) return
      const data = { act, code, minute: minute.toISOString(), count }
      const event = { action: 'act.refusals_counted', subjectId: null, data } as const
      await recordAudit(tx, { kind: 'PERSON', id: actorId }, event)
    })
  }
}
