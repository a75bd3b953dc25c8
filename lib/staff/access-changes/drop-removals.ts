import 'server-only'
import { removesAccess } from '@/lib/accounts/access-change'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { databaseTime, type Tx } from '@/lib/db/client'
import { notifyOfRemoval } from './notices'

/**
 * Closes changes that would remove a person's access, a swap of roles included, for the operator of the machine. Call
 * it under the lock of administrators.
 */
export async function dropRemovalsOf(tx: Tx, userId: string): Promise<void> {
  const waiting = await tx.accessChange.findMany({ where: { userId, state: 'WAITING' } })
  const ids = waiting.filter(removesAccess).map(({ id }) => id)
  const dropped = await tx.accessChange.updateManyAndReturn({
    where: { id: { in: ids }, state: 'WAITING' },
    data: { state: 'REFUSED', decidedAt: await databaseTime(tx) },
    select: { id: true },
  })
  for (const { id } of dropped) {
    const data = { userId, invitationId: null }
    await recordAudit(tx, SYSTEM, { action: 'access_change.refused', subjectId: id, data })
    await notifyOfRemoval(tx, userId, 'DROPPED')
  }
}
