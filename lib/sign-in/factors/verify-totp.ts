import 'server-only'
import { consumeAccountGuess } from '@/lib/accounts/limits/account-guesses'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { database, databaseTime, transaction } from '@/lib/db/client'
import { findKnownDevice } from '../sessions/devices'
import { rememberStaffDevice, type SessionOnDevice } from '../sessions/session-on-device'
import { raiseSession } from '../sessions/sessions'
import { refuseFactor } from './refuse-factor'
import { requireStaff, type StaffSession } from './staff-session'
import { openTotpSecret, stepOfCode } from './totp'

/**
 * Accepts a code of an authenticator app, as the step that a sign-in still requires or to confirm an identity again. No
 * code is accepted twice, nor one of an earlier time step.
 *
 * @throws DomainError RATE_LIMITED, FACTOR_WRONG, FORBIDDEN, UNAUTHENTICATED
 */
export async function verifyTotp(
  session: StaffSession,
  { code, address, device }: { code: string; address: string; device: string | null },
): Promise<SessionOnDevice> {
  requireStaff(session)
  const userId = session.id
  const knownDevice = await findKnownDevice(database(), { id: userId }, device)
  const guess = await consumeAccountGuess({ at: { factorsOf: userId }, address, knownDevice })
  const step = await stepOf(userId, code)
  if (step === null) return refuseFactor(guess, userId, 'TOTP')
  const raised = await transaction(async (tx) => {
    const { count } = await tx.totpSecret.updateMany({
      where: { userId, lastStep: { lt: step } },
      data: { lastStep: step, lastUsedAt: await databaseTime(tx) },
    })
    if (count !== 1) return null
    return rememberStaffDevice(tx, await raiseSession(tx, session, 'TOTP'), { userId, device })
  })
  if (!raised) return refuseFactor(guess, userId, 'TOTP') // another request used it first
  await guess.hit()
  return raised
}

async function stepOf(userId: string, code: string): Promise<number | null> {
  const row = await database().totpSecret.findUnique({
    where: { userId },
    include: { user: { include: { dataKey: true } } },
  })
  if (!row) return null
  const secret = openTotpSecret(await unwrapDataKey(row.user.dataKey), userId, row.secretSealed)
  return stepOfCode(secret, code, await databaseTime(), Number(row.lastStep))
}
