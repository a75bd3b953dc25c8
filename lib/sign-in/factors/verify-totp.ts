import 'server-only'
import { consumeAccountGuess } from '@/lib/accounts/limits/account-guesses'
import { DomainError } from '@/lib/core/errors'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { database, databaseTime, type Tx, transaction } from '@/lib/db/client'
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
export async function verifyTotp(session: StaffSession, tried: TriedFactor): Promise<SessionOnDevice> {
  const use = await checkTotp(session, tried)
  const whose = { userId: session.id, device: tried.device }
  return transaction(async (tx) => rememberStaffDevice(tx, await use(tx), whose))
}

/**
 * Checks the same for something that is done in a transaction of its own.
 *
 * @returns a function for that transaction: it uses the code up, and replaces the session's token
 * @throws DomainError RATE_LIMITED, FACTOR_WRONG, FORBIDDEN; the function also UNAUTHENTICATED
 */
export async function checkTotp(session: StaffSession, { code, address, device }: TriedFactor) {
  requireStaff(session)
  const userId = session.id
  const knownDevice = await findKnownDevice(database(), { id: userId }, device)
  const guess = await consumeAccountGuess({ at: { factorsOf: userId }, address, knownDevice })
  const step = await stepOf(userId, code)
  if (step === null) return refuseFactor(guess, userId, 'TOTP')
  await guess.hit()
  return async (tx: Tx) => {
    const { count } = await tx.totpSecret.updateMany({
      where: { userId, lastStep: { lt: step } },
      data: { lastStep: step, lastUsedAt: await databaseTime(tx) },
    })
    if (count !== 1) throw new DomainError('FACTOR_WRONG', 'Another request used it first')
    return raiseSession(tx, session, 'TOTP')
  }
}

/** A code that a person typed, from where, and the secret of the browser, if it has one. */
export type TriedFactor = { code: string; address: string; device: string | null }

async function stepOf(userId: string, code: string): Promise<number | null> {
  const row = await database().totpSecret.findUnique({
    where: { userId },
    include: { user: { include: { dataKey: true } } },
  })
  if (!row) return null
  const secret = openTotpSecret(await unwrapDataKey(row.user.dataKey), userId, row.secretSealed)
  return stepOfCode(secret, code, await databaseTime(), Number(row.lastStep))
}
