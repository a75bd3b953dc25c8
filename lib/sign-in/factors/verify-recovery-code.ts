import 'server-only'
import { consumeAccountGuess } from '@/lib/accounts/limits/account-guesses'
import { notifyColleague } from '@/lib/accounts/notify-colleague'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { database, databaseTime, type Tx, transaction } from '@/lib/db/client'
import { findKnownDevice } from '../sessions/devices'
import { rememberStaffDevice, type SessionOnDevice } from '../sessions/session-on-device'
import { raiseSession } from '../sessions/sessions'
import { recoveryCode, recoveryCodeHash } from './recovery-codes'
import { refuseFactor } from './refuse-factor'
import { requireStaff, type StaffSession } from './staff-session'
import type { TriedFactor } from './verify-totp'

/**
 * Accepts a recovery code, once, instead of the second factor.
 *
 * @throws DomainError RATE_LIMITED, FACTOR_WRONG, FORBIDDEN, UNAUTHENTICATED
 */
export async function verifyRecoveryCode(session: StaffSession, tried: TriedFactor): Promise<SessionOnDevice> {
  const use = await checkRecoveryCode(session, tried)
  const whose = { userId: session.id, device: tried.device }
  return transaction(async (tx) => rememberStaffDevice(tx, await use(tx), whose))
}

/**
 * Checks the same for something that is done in a transaction of its own.
 *
 * @returns a function for that transaction: it uses the code up, and replaces the session's token
 * @throws DomainError RATE_LIMITED, FACTOR_WRONG, FORBIDDEN; the function also UNAUTHENTICATED
 */
export async function checkRecoveryCode(session: StaffSession, { code: typed, address, device }: TriedFactor) {
  requireStaff(session)
  const userId = session.id
  const knownDevice = await findKnownDevice(database(), { id: userId }, device)
  const guess = await consumeAccountGuess({ at: { factorsOf: userId }, address, knownDevice })
  const code = recoveryCode(typed)
  if (!code) return refuseFactor(guess, userId, 'RECOVERY_CODE')
  const unused = { userId, codeHash: await recoveryCodeHash(userId, code), usedAt: null }
  if ((await database().recoveryCode.count({ where: unused })) === 0) {
    return refuseFactor(guess, userId, 'RECOVERY_CODE')
  }
  await guess.hit()
  return async (tx: Tx) => {
    const { count } = await tx.recoveryCode.updateMany({ where: unused, data: { usedAt: await databaseTime(tx) } })
    if (count !== 1) throw new DomainError('FACTOR_WRONG', 'Another request used it first')
    const left = await tx.recoveryCode.count({ where: { userId, usedAt: null } })
    const event = { action: 'recovery_code.used', subjectId: userId, data: { left } } as const
    await recordAudit(tx, { kind: 'PERSON', id: userId }, event)
    await notifyColleague(tx, userId, 'RECOVERY_CODE_USED', { left })
    return raiseSession(tx, session, 'RECOVERY_CODE')
  }
}
