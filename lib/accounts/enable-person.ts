import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { requireFreshFactor } from '@/lib/auth/fresh-factor'
import { DomainError } from '@/lib/core/errors'
import { transaction } from '@/lib/db/client'
import { requireColleague } from './require-colleague'

/**
 * Lets a disabled colleague sign in again, with the roles that they had. Sessions that were ended stay ended.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, FRESH_FACTOR_NEEDED, INVALID_STATE when not disabled
 */
export async function enablePerson(actor: PersonActor, { userId }: { userId: string }): Promise<void> {
  await transaction(async (tx) => {
    await requireColleague(tx, actor, userId)
    await requireFreshFactor(tx, actor, userId)
    const { count } = await tx.user.updateMany({
      where: { id: userId, status: 'DISABLED' },
      data: { status: 'ACTIVE', disabledAt: null },
    })
    if (count !== 1) throw new DomainError('INVALID_STATE', 'Not disabled', { subjectId: userId })
    await recordAudit(tx, actor, { action: 'staff.enabled', subjectId: userId, data: {} }, { using: 'people.manage' })
  })
}
