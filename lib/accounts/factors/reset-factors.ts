import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { requireFreshFactor } from '@/lib/auth/fresh-factor'
import { endSessionsIn } from '@/lib/auth/sessions'
import { DomainError } from '@/lib/core/errors'
import { type Tx, transaction } from '@/lib/db/client'
import { requireColleague } from '../require-colleague'
import { tellColleague } from '../tell-colleague'
import { lockPerson } from './staff-session'

/**
 * Takes all second factors away from a colleague who lost them: they set up new ones when they next sign in.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN (also for oneself), FRESH_FACTOR_NEEDED, INVALID_STATE when they have none
 */
export async function resetFactors(actor: PersonActor, { userId }: { userId: string }): Promise<void> {
  await transaction(async (tx) => {
    await requireColleague(tx, actor, userId)
    await requireFreshFactor(tx, actor, userId)
    await lockPerson(tx, userId)
    const taken = await takeFactors(tx, userId)
    if (taken === 0) throw new DomainError('INVALID_STATE', 'Has none', { subjectId: userId })
    const event = { action: 'staff.factors_reset', subjectId: userId, data: { count: taken } } as const
    await recordAudit(tx, actor, event, { using: 'people.manage' })
    await endSessionsIn(tx, actor, { userId }, 'FACTORS_RESET')
    await tellColleague(tx, userId, 'FACTORS_RESET', {})
  })
}

/** @returns how many second factors there were */
export async function takeFactors(tx: Tx, userId: string): Promise<number> {
  const where = { userId }
  const passkeys = await tx.passkey.deleteMany({ where })
  const secrets = await tx.totpSecret.deleteMany({ where })
  await tx.recoveryCode.deleteMany({ where })
  return passkeys.count + secrets.count
}
