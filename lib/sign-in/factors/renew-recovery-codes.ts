import 'server-only'
import { requireFreshFactor } from '@/lib/accounts/limits/fresh-factor'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { transaction } from '@/lib/db/client'
import { replaceRecoveryCodes } from './recovery-codes'
import { lockPerson, requireStaff } from './staff-session'

/**
 * Replaces the recovery codes with ten new ones, which are shown once; earlier codes no longer work.
 *
 * @throws DomainError FORBIDDEN, FRESH_FACTOR_NEEDED
 */
export async function renewRecoveryCodes(actor: PersonActor): Promise<string[]> {
  requireStaff(actor)
  return transaction(async (tx) => {
    await requireFreshFactor(tx, actor)
    await lockPerson(tx, actor.id)
    const codes = await replaceRecoveryCodes(tx, actor.id)
    const data = { count: codes.length }
    await recordAudit(tx, actor, { action: 'recovery_codes.made', subjectId: actor.id, data })
    return codes
  })
}
