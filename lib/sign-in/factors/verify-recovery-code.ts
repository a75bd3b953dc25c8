import 'server-only'
import { consumeAccountGuess } from '@/lib/accounts/limits/account-guesses'
import { notifyColleague } from '@/lib/accounts/notify-colleague'
import { recordAudit } from '@/lib/audit/record'
import { database, databaseTime, transaction } from '@/lib/db/client'
import { findKnownDevice } from '../sessions/devices'
import { rememberStaffDevice, type SessionOnDevice } from '../sessions/session-on-device'
import { raiseSession } from '../sessions/sessions'
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
  { code: typed, address, device }: { code: string; address: string; device: string | null },
): Promise<SessionOnDevice> {
  requireStaff(session)
  const userId = session.id
  const knownDevice = await findKnownDevice(database(), { id: userId }, device)
  const guess = await consumeAccountGuess({ at: { factorsOf: userId }, address, knownDevice })
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
    return rememberStaffDevice(tx, await raiseSession(tx, session, 'RECOVERY_CODE'), { userId, device })
  })
  if (!raised) return refuseFactor(guess, userId, 'RECOVERY_CODE')
  await guess.hit()
  return raised
}
