import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import { SYSTEM } from '@/lib/auth/actor'
import { databaseTime, type Tx } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { ACTING_ADMINISTRATOR, lockAdministrators } from '../administrators'
import { applyChangeIn } from './apply-change'
import { type AccessChange, changeOf, REMOVALS, takesAway } from './change'
import { notifyOfRemoval } from './notices'
import { canAnyoneConsent } from './request-change'

/** Those whose time is over and that nobody decided, the oldest first. */
export async function overdueChanges(tx: Tx): Promise<string[]> {
  const rows = await tx.accessChange.findMany({
    where: { state: 'WAITING', expiresAt: { lte: await databaseTime(tx) } },
    orderBy: [{ expiresAt: 'asc' }, { id: 'asc' }],
    select: { id: true },
    take: 100,
  })
  return rows.map(({ id }) => id)
}

/**
 * Makes a removal effective whose 72 hours are over, in the transaction of a verb that also returns what its person may no
 * longer hold. It must still wait, its requester must still be an administrator who can act, and there must still be no
 * third one: else nobody's silence counts as consent.
 *
 * @returns what changed; null when it is not, or no longer, one that becomes final
 * @throws DomainError as applyChangeIn does
 */
export async function completeChangeIn(tx: Tx, changeId: string): Promise<AccessChange | null> {
  await lockAdministrators(tx)
  const row = await tx.accessChange.findUniqueOrThrow({ where: { id: changeId } })
  if (!row.userId || (await canAnyoneConsent(tx, [row.requestedById, row.userId]))) return null
  const isDue = { becomesFinal: true, expiresAt: { lte: await databaseTime(tx) } }
  return complete(tx, { id: changeId, ...isDue }, 'access_change.became_final')
}

/**
 * Makes the removal that waits for a person effective at once, for the operator of the machine, who stands for the second
 * administrator.
 *
 * @returns what changed; null when none waits
 * @throws DomainError as applyChangeIn does
 */
export async function completeChangeOf(tx: Tx, userId: string): Promise<AccessChange | null> {
  await lockAdministrators(tx)
  return complete(tx, { userId, kind: { in: [...REMOVALS] } }, 'access_change.confirmed_on_machine')
}

async function complete(
  tx: Tx,
  which: Prisma.AccessChangeWhereInput,
  action: 'access_change.became_final' | 'access_change.confirmed_on_machine',
): Promise<AccessChange | null> {
  const [row] = await tx.accessChange.updateManyAndReturn({
    where: { AND: [which, { state: 'WAITING', requestedBy: ACTING_ADMINISTRATOR }] },
    data: { state: 'CONFIRMED', decidedAt: await databaseTime(tx) },
  })
  const change = row ? changeOf(row) : null
  if (!row || !change) return null
  await recordAudit(tx, SYSTEM, { action, subjectId: row.id, data: { userId: change.userId } })
  await applyChangeIn(tx, SYSTEM, change)
  return change
}

/** Ends a change whose time is over without an answer: nothing changes. */
export async function lapseChangeIn(tx: Tx, changeId: string): Promise<void> {
  await lockAdministrators(tx)
  const now = await databaseTime(tx)
  const [row] = await tx.accessChange.updateManyAndReturn({
    where: { id: changeId, state: 'WAITING', expiresAt: { lte: now } },
    data: { state: 'REFUSED', decidedAt: now },
  })
  if (!row) return
  const { userId, invitationId } = row
  await recordAudit(tx, SYSTEM, { action: 'access_change.lapsed', subjectId: changeId, data: { userId, invitationId } })
  if (userId && takesAway(row)) await notifyOfRemoval(tx, userId, 'DROPPED')
}
