import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { requireFreshFactor } from '@/lib/auth/fresh-factor'
import { transaction } from '@/lib/db/client'
import { replaceRecoveryCodes } from './recovery-codes'
import { lockPerson, requireStaff } from './staff-session'

/** Ten new codes, which are shown once; those before them are worth nothing. @throws DomainError FORBIDDEN, FRESH_FACTOR_NEEDED */
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
