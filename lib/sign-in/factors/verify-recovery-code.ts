import 'server-only'
import { consumeGuess } from '@/lib/accounts/limits/rate-limits'
import { notifyColleague } from '@/lib/accounts/notify-colleague'
import { recordAudit } from '@/lib/audit/record'
import { databaseTime, transaction } from '@/lib/db/client'
import { raiseSession, type StartedSession } from '../sessions/sessions'
import { recoveryCode, recoveryCodeHash } from './recovery-codes'
import { refuseFactor } from './refuse-factor'
import { requireStaff, type StaffSession } from './staff-session'

/**
 * Accepts a recovery code, once, instead of the second factor.
 *
 * @throws DomainError RATE_LIMITED, FACTOR_WRONG, FORBIDDEN, UNAUTHENTICATED
 */
export async function verifyRecoveryCode(
  session: StaffSession,
  { code: typed, address }: { code: string; address: string },
): Promise<StartedSession> {
  requireStaff(session)
  const userId = session.id
  const guess = await consumeGuess({ address, userId })
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
    await notifyColleague(tx, userId, 'RECOVERY_CODE_USED', { left })
    return raiseSession(tx, session, 'RECOVERY_CODE')
  })
  if (!raised) return refuseFactor(guess, userId, 'RECOVERY_CODE')
  await guess.hit()
  return raised
}
