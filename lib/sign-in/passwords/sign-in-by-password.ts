import 'server-only'
import { setTimeout } from 'node:timers/promises'
import { consumeAccountGuess } from '@/lib/accounts/limits/account-guesses'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database, transaction } from '@/lib/db/client'
import { findKnownDevice } from '../sessions/devices'
import { type SignedIn, signInOnDevice } from '../sign-in-on-device'
import { verifyPassword } from './passwords'

/**
 * A refusal takes at least so many milliseconds: longer than a hash needs on a busy machine (a third of a second), so
 * that the time doesn't reveal whether a person is registered.
 */
const REFUSAL_TAKES = 600

type Credentials = { phone: string; password: string; address: string; device: string | null }

/**
 * Signs in an applicant by phone and password. A later owner of the number doesn't know the password, so it is enough
 * on any browser, also while codes are locked. There is one answer, after one time, whether the number is unknown, has
 * no password, the password is wrong or the person is disabled. Strangers' guesses keep nobody out of a browser that
 * they signed in with before.
 *
 * @param phone E.164
 * @throws DomainError RATE_LIMITED, PASSWORD_WRONG
 */
export async function signInByPassword({ phone, password, address, device }: Credentials): Promise<SignedIn> {
  const refusalDue = setTimeout(REFUSAL_TAKES)
  const phoneIndex = await blindIndex('phone', phone)
  const knownDevice = await findKnownDevice(database(), { phoneIndex }, device)
  const guess = await consumeAccountGuess({ at: { phone }, address, knownDevice })
  const select = { id: true, passwordHash: true, status: true } as const
  const person = await database().user.findUnique({ where: { phoneIndex }, select })
  const isRight = await verifyPassword(person?.passwordHash ?? null, password)
  if (person && isRight && person.status === 'ACTIVE') {
    const entered = await transaction((tx) => signInOnDevice(tx, { userId: person.id, device, factor: 'PASSWORD' }))
    await guess.hit()
    return entered
  }
  await guess.missed()
  if (person) await recordMiss(person.id, isRight ? 'DISABLED' : 'WRONG')
  await refusalDue
  throw new DomainError('PASSWORD_WRONG', 'No such person, no or another password, or disabled')
}

function recordMiss(userId: string, because: 'WRONG' | 'DISABLED'): Promise<void> {
  const data = { factor: 'PASSWORD', because }
  return transaction((tx) => recordAudit(tx, SYSTEM, { action: 'sign_in.failed', subjectId: userId, data }))
}
