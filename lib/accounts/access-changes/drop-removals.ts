import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import { SYSTEM } from '@/lib/auth/actor'
import { databaseTime, type Tx } from '@/lib/db/client'
import { REMOVALS } from './change'
import { notifyOfRemoval } from './notices'

/** Ends the removal that waits for a person, for the operator of the machine. Call it under the lock of administrators. */
export async function dropRemovalsOf(tx: Tx, userId: string): Promise<void> {
  const dropped = await tx.accessChange.updateManyAndReturn({
    where: { userId, state: 'WAITING', kind: { in: [...REMOVALS] } },
    data: { state: 'REFUSED', decidedAt: await databaseTime(tx) },
    select: { id: true },
  })
  for (const { id } of dropped) {
    const data = { userId, invitationId: null }
    await recordAudit(tx, SYSTEM, { action: 'access_change.refused', subjectId: id, data })
    await notifyOfRemoval(tx, userId, 'DROPPED')
  }
}
