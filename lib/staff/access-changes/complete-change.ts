import 'server-only'
import { type AccessChange, changeOf, REMOVALS, removesAccess } from '@/lib/accounts/access-change'
import { ACTING_ADMINISTRATOR, lockAdministrators } from '@/lib/accounts/administrators'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { databaseTime, type Tx } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { applyChangeIn } from './apply-change'
import { notifyOfRemoval } from './notices'
import { canAnyoneConsent } from './request-change'

/** Returns the undecided changes whose time is over, the oldest first. */
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
 * Makes a removal effective after its 72 hours. The calling verb, in the same transaction, returns to the queue what
 * the person may no longer hold. The change must still wait, its requester must still be an acting administrator, and
 * there must still be no third one: otherwise silence does not count as consent.
 *
 * @returns the change; null when it is not, or no longer, one that becomes final
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
 * Makes the waiting removal of a person effective at once, for the operator of the machine, who takes the place of the
 * second administrator.
 *
 * @returns the change; null when none waits
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

/** Closes a change that nobody answered in time. Nothing else changes. */
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
  if (userId && removesAccess(row)) await notifyOfRemoval(tx, userId, 'DROPPED')
}
