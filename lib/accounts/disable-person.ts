import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { requireFreshFactor } from '@/lib/auth/fresh-factor'
import { endSessionsIn } from '@/lib/auth/sessions'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx } from '@/lib/db/client'
import { lockAdministrators, requireAnotherAdministrator } from './administrators'
import { requireColleague } from './require-colleague'

/**
 * Shuts a colleague out from their next request on, in the transaction of a verb that also returns what they hold.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN (also for oneself), FRESH_FACTOR_NEEDED, INVALID_STATE when disabled already, LAST_ADMINISTRATOR
 */
export async function disablePersonIn(tx: Tx, actor: PersonActor, userId: string): Promise<void> {
  await requireColleague(tx, actor, userId)
  await requireFreshFactor(tx, actor, userId)

  await lockAdministrators(tx)
  const { count } = await tx.user.updateMany({
    where: { id: userId, status: 'ACTIVE' },
    data: { status: 'DISABLED', disabledAt: await databaseTime(tx) },
  })
  if (count !== 1) throw new DomainError('INVALID_STATE', 'Disabled already', { subjectId: userId })
  const isAdministrator = (await tx.roleGrant.count({ where: { userId, role: 'ADMIN' } })) > 0
  if (isAdministrator) await requireAnotherAdministrator(tx, userId)

  await recordAudit(tx, actor, { action: 'staff.disabled', subjectId: userId, data: {} }, { using: 'people.manage' })
  await endSessionsIn(tx, actor, { userId }, 'DISABLED')
}
