import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import { takeGuess } from '@/lib/auth/rate-limits'
import { raiseSession, type StartedSession } from '@/lib/auth/sessions'
import { databaseTime, transaction } from '@/lib/db/client'
import { tellColleague } from '../tell-colleague'
import { recoveryCode, recoveryCodeHash } from './recovery-codes'
import { refuseFactor } from './refuse-factor'
import { requireStaff, type StaffSession } from './staff-session'

/**
 * Takes a recovery code, once, instead of the second factor.
 *
 * @throws DomainError RATE_LIMITED, FACTOR_WRONG, FORBIDDEN, UNAUTHENTICATED
 */
export async function giveRecoveryCode(
  session: StaffSession,
  { code: typed, address }: { code: string; address: string },
): Promise<StartedSession> {
  requireStaff(session)
  const userId = session.id
  const guess = await takeGuess({ address, userId })
  const code = recoveryCode(typed)
  if (!code) return refuseFactor(guess, userId, 'RECOVERY_CODE')
  const codeHash = await recoveryCodeHash(userId, code)
  const raised = await transaction(async (tx) => {
    const { count } = await tx.recoveryCode.updateMany({
      where: { userId, codeHash, usedAt: null },
      data: { usedAt: await databaseTime(tx) },
    })
    if (count !== 1) return null
    const left = await tx.recoveryCode.count({ where: { userId, usedAt: null } })
    const event = { action: 'recovery_code.used', subjectId: userId, data: { left } } as const
    await recordAudit(tx, { kind: 'PERSON', id: userId }, event)
    await tellColleague(tx, userId, 'RECOVERY_CODE_USED', { left })
    return raiseSession(tx, session, 'RECOVERY_CODE')
  })
  if (!raised) return refuseFactor(guess, userId, 'RECOVERY_CODE')
  await guess.hit()
  return raised
}
