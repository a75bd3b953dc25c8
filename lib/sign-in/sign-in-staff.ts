import 'server-only'
import { setTimeout } from 'node:timers/promises'
import { consumeAccountGuess } from '@/lib/accounts/limits/account-guesses'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database, transaction } from '@/lib/db/client'
import { verifyPassword } from './passwords/passwords'
import { findKnownDevice } from './sessions/devices'
import { type StartedSession, startSession } from './sessions/sessions'

/** Milliseconds that a refusal takes at least, so that the time doesn't reveal whether a person is registered. */
const REFUSAL_TAKES = 300

type Credentials = {
  email: string
  password: string
  address: string
  /** The secret of the browser, if it has one. */
  device: string | null
}
/** Describes a sign-in after its first step: the session still requires the second factor, or setting one up. */
type Started = { userId: string; session: StartedSession }

/**
 * Starts to sign a staff member in, by e-mail address and password. There is one answer, after one time, whether the
 * address is unknown, the password is wrong or the person is disabled. Strangers' guesses keep nobody out of a browser
 * that they signed in with before.
 *
 * @param email as `EmailAddress` parses it
 * @throws DomainError RATE_LIMITED, CREDENTIALS_WRONG
 */
export async function signInStaff({ email, password, address, device }: Credentials): Promise<Started> {
  const refusalDue = setTimeout(REFUSAL_TAKES)
  const emailIndex = await blindIndex('email', email)
  const knownDevice = await findKnownDevice(database(), { emailIndex }, device)
  const guess = await consumeAccountGuess({ at: { email }, address, knownDevice })
  const person = await database().user.findUnique({ where: { emailIndex }, select: { id: true, passwordHash: true } })
  const isRight = await verifyPassword(person?.passwordHash ?? null, password)

  const userId = person?.id
  const session = userId && isRight ? await startStaffSession(userId, person.passwordHash) : null
  if (userId && session) {
    await guess.hit()
    return { userId, session }
  }
  await guess.missed()
  if (userId) await recordMiss(userId, isRight ? 'DISABLED' : 'WRONG')
  await refusalDue
  throw new DomainError('CREDENTIALS_WRONG', 'No such person, another password, or disabled')
}

/** Starts the session; null when the password was changed or removed while it was checked. */
const startStaffSession = (userId: string, passwordHash: string | null) =>
  transaction(async (tx) => {
    const standing = await tx.$queryRaw<unknown[]>`
      SELECT FROM users WHERE id = ${userId}::uuid AND password_hash = ${passwordHash} FOR SHARE`
    return standing.length > 0 ? startSession(tx, { userId, audience: 'STAFF', factors: ['PASSWORD'] }) : null
  })

function recordMiss(userId: string, because: 'WRONG' | 'DISABLED'): Promise<void> {
  const data = { factor: 'PASSWORD', because }
  return transaction((tx) => recordAudit(tx, SYSTEM, { action: 'sign_in.failed', subjectId: userId, data }))
}
