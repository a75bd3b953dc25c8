import 'server-only'
import { setTimeout } from 'node:timers/promises'
import { recordAudit } from '@/lib/audit/record'
import { SYSTEM } from '@/lib/auth/actor'
import { verifyPassword } from '@/lib/auth/passwords'
import { takeGuess } from '@/lib/auth/rate-limits'
import { DomainError } from '@/lib/core/errors'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database, transaction } from '@/lib/db/client'
import { enterOnDevice, type SignedIn } from './enter-on-device'

/**
 * Longer than a refusal takes, also on a busy machine, where a hash takes a third of a second: what is still different
 * between someone and nobody is drowned in waiting.
 */
const REFUSAL_TAKES = 600

type Credentials = { phone: string; password: string; address: string; device: string | null }

/**
 * Signs an applicant in by phone and password, which whoever was given their number since does not know: so it is enough
 * on any browser, and while codes are not. One answer, after one time, whether the number is unknown, has no password, the
 * password is wrong or the person disabled.
 *
 * @param phone E.164
 * @throws DomainError RATE_LIMITED, PASSWORD_WRONG
 */
export async function signInByPassword({ phone, password, address, device }: Credentials): Promise<SignedIn> {
  const refusalDue = setTimeout(REFUSAL_TAKES)
  const guess = await takeGuess({ address, phone })
  const phoneIndex = await blindIndex('phone', phone)
  const select = { id: true, passwordHash: true, status: true } as const
  const person = await database().user.findUnique({ where: { phoneIndex }, select })
  const isRight = await verifyPassword(person?.passwordHash ?? null, password)
  if (person && isRight && person.status === 'ACTIVE') {
    const entered = await transaction((tx) => enterOnDevice(tx, { userId: person.id, device, factor: 'PASSWORD' }))
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
