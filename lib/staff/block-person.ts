import 'server-only'
import { lockAdministrators, requireActing } from '@/lib/accounts/administrators'
import { requireFreshFactor } from '@/lib/accounts/limits/fresh-factor'
import { notifyAdministrators } from '@/lib/accounts/notify-administrators'
import { notifyColleague } from '@/lib/accounts/notify-colleague'
import { type Actor, type PersonActor, SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx } from '@/lib/db/client'
import { forgetDevices } from '@/lib/sign-in/sessions/devices'
import { endSessionsIn } from '@/lib/sign-in/sessions/end-sessions'
import { peopleUrl } from './access-changes/notices'
import { requireColleague } from './require-colleague'

/**
 * Blocks a staff member from their next request on; one administrator alone can do so. The calling verb, in the same
 * transaction, returns to the queue what they hold. Their roles stay, and a blocked administrator counts as one: a
 * block doesn't let the other one grant anything alone.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN (also for oneself), FRESH_FACTOR_NEEDED, INVALID_STATE when not active
 */
export async function blockPersonIn(tx: Tx, actor: PersonActor, userId: string): Promise<void> {
  await requireMayBlock(tx, actor, userId)
  const { count } = await tx.user.updateMany({
    where: { id: userId, status: 'ACTIVE' },
    data: { status: 'BLOCKED', blockedAt: await databaseTime(tx) },
  })
  if (count !== 1) throw new DomainError('INVALID_STATE', 'Not active', { subjectId: userId })
  await recordAudit(tx, actor, { action: 'staff.blocked', subjectId: userId, data: {} }, { using: 'people.manage' })
  await endSessionsIn(tx, actor, { userId }, 'BLOCKED')
  await forgetDevices(tx, userId)
  await notifyAdministrators(tx, 'COLLEAGUE_BLOCKED', { url: peopleUrl() })
  await notifyColleague(tx, userId, 'OWN_ACCESS_BLOCKED', {})
}

/**
 * Lets a blocked staff member sign in again; any other administrator may do so. Closed sessions stay closed.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN (also for oneself), FRESH_FACTOR_NEEDED, INVALID_STATE when not blocked
 */
export async function unblockPersonIn(tx: Tx, actor: PersonActor, userId: string): Promise<void> {
  await requireMayBlock(tx, actor, userId)
  if (await liftBlock(tx, actor, userId)) return
  throw new DomainError('INVALID_STATE', 'Not blocked', { subjectId: userId })
}

/** Does the same for the operator of the machine. It leaves people alone who are not blocked. */
export async function unblockOnMachine(tx: Tx, userId: string): Promise<void> {
  await liftBlock(tx, SYSTEM, userId)
}

async function liftBlock(tx: Tx, by: Pick<Actor, 'kind' | 'id'>, userId: string): Promise<boolean> {
  const { count } = await tx.user.updateMany({
    where: { id: userId, status: 'BLOCKED' },
    data: { status: 'ACTIVE', blockedAt: null },
  })
  if (count !== 1) return false
  const using = by.kind === 'PERSON' ? ({ using: 'people.manage' } as const) : {}
  await recordAudit(tx, by, { action: 'staff.unblocked', subjectId: userId, data: {} }, using)
  await notifyAdministrators(tx, 'COLLEAGUE_UNBLOCKED', { url: peopleUrl() })
  return true
}

async function requireMayBlock(tx: Tx, actor: PersonActor, userId: string): Promise<void> {
  await requireColleague(tx, actor, userId)
  await requireFreshFactor(tx, actor, userId)
  await lockAdministrators(tx)
  await requireActing(tx, actor, userId)
}
