import 'server-only'
import type { Guess } from '@/lib/accounts/limits/account-guesses'
import { type SecondFactor, SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { transaction } from '@/lib/db/client'

/**
 * Refuses a wrong answer in a person's session: it is counted and recorded.
 *
 * @param guess null for a passkey, whose misses are not counted
 */
export async function refuseFactor(guess: Guess | null, userId: string, factor: SecondFactor): Promise<never> {
  await guess?.missed()
  const data = { factor, because: 'WRONG' }
  await transaction((tx) => recordAudit(tx, SYSTEM, { action: 'sign_in.failed', subjectId: userId, data }))
  throw new DomainError('FACTOR_WRONG', 'Not taken')
}
