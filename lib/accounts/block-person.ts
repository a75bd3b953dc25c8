import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import { type Actor, type PersonActor, SYSTEM } from '@/lib/auth/actor'
import { requireFreshFactor } from '@/lib/auth/fresh-factor'
import { endSessionsIn } from '@/lib/auth/sessions'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx } from '@/lib/db/client'
import { peopleUrl } from './access-changes/notices'
import { lockAdministrators, requireActing } from './administrators'
import { notifyAdministrators } from './notify-administrators'
import { requireColleague } from './require-colleague'
import { tellColleague } from './tell-colleague'

/**
 * Keeps a colleague out from their next request on, at once and by one administrator alone, in the transaction of a verb
 * that also returns what they hold. Their roles stay, and a blocked administrator counts as one: nothing can be granted
 * alone because of it.
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
  await notifyAdministrators(tx, 'COLLEAGUE_BLOCKED', { url: peopleUrl() })
  await tellColleague(tx, userId, 'OWN_ACCESS_BLOCKED', {})
}

/**
 * Lets a blocked colleague sign in again, as any other administrator may. Sessions that were ended stay ended.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN (also for oneself), FRESH_FACTOR_NEEDED, INVALID_STATE when not blocked
 */
export async function unblockPersonIn(tx: Tx, actor: PersonActor, userId: string): Promise<void> {
  await requireMayBlock(tx, actor, userId)
  if (await liftBlock(tx, actor, userId)) return
  throw new DomainError('INVALID_STATE', 'Not blocked', { subjectId: userId })
}

/** The same, for the operator of the machine; nothing happens to those who are not blocked. */
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
