import 'server-only'
import { setTimeout } from 'node:timers/promises'
import { recordAudit } from '@/lib/audit/record'
import { SYSTEM } from '@/lib/auth/actor'
import { verifyPassword } from '@/lib/auth/passwords'
import { takeGuess } from '@/lib/auth/rate-limits'
import { type StartedSession, startSession } from '@/lib/auth/sessions'
import { DomainError } from '@/lib/core/errors'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database, transaction } from '@/lib/db/client'

/** Longer than a refusal takes: what is still different between someone and nobody is drowned in waiting. */
const REFUSAL_TAKES = 300

type Credentials = { email: string; password: string; address: string }
/** Half-way: the session owes the second factor, or setting one up. */
type Begun = { userId: string; session: StartedSession }

/**
 * Begins to sign a colleague in, by e-mail address and password. One answer, after one time, whether the address is unknown, the
 * password wrong or the person disabled.
 *
 * @param email as EmailAddress makes it
 * @throws DomainError RATE_LIMITED, CREDENTIALS_WRONG
 */
export async function signInStaff({ email, password, address }: Credentials): Promise<Begun> {
  const refusalDue = setTimeout(REFUSAL_TAKES)
  const guess = await takeGuess({ address, email })
  const emailIndex = await blindIndex('email', email)
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

/** Null, too, when the password was changed or removed while it was checked: it started nothing then. */
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
