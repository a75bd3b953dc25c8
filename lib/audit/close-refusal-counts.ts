import 'server-only'
import { MINUTE } from '@/lib/core/clock'
import { database, databaseTime, transaction } from '@/lib/db/client'
import { recordAudit } from './record'

/** A minute, and another for refusals that are still being counted in it. */
const OVER = 2 * MINUTE

/**
 * Records, once a minute is over, how often the same act was refused in it beyond the first time. The worker runs it.
 * The statement that closes a count also reads it, or one that is counted meanwhile would be lost. Those about test
 * accounts have an event of their own, which is a test as theirs are.
 */
export async function closeRefusalCounts(): Promise<void> {
  const before = new Date((await databaseTime()).getTime() - OVER)
  const open = await database().refusalCount.findMany({ where: { closedAt: null, minute: { lt: before } }, take: 500 })
  for (const { actorId, act, code, minute } of open) {
    await transaction(async (tx) => {
      const mine = { actorId, act, code, minute, closedAt: null }
      const closedAt = await databaseTime(tx)
      const [closed] = await tx.refusalCount.updateManyAndReturn({ where: mine, data: { closedAt } })
      if (!closed) return
      const { actorKind: kind, tests, testAccountId } = closed
      for (const [count, accountId] of [
        [closed.count - tests, null],
        [tests, testAccountId],
      ] as const) {
        if (count <= 1) continue
        const data = { act, code, minute: minute.toISOString(), count, accountId }
        await recordAudit(tx, { kind, id: actorId }, { action: 'act.refusals_counted', subjectId: null, data })
      }
    })
  }
}
