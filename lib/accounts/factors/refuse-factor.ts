import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import { type SecondFactor, SYSTEM } from '@/lib/auth/actor'
import type { Guess } from '@/lib/auth/rate-limits'
import { DomainError } from '@/lib/core/errors'
import { transaction } from '@/lib/db/client'

/** A wrong answer of whoever holds a session of someone: it counts, it is on record, and it is refused. */
export async function refuseFactor(guess: Guess, userId: string, factor: SecondFactor): Promise<never> {
  await guess.missed()
  const data = { factor, because: 'WRONG' }
  await transaction((tx) => recordAudit(tx, SYSTEM, { action: 'sign_in.failed', subjectId: userId, data }))
  throw new DomainError('FACTOR_WRONG', 'Not taken')
}
