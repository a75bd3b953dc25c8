import 'server-only'
import type { PersonActor, SignInFactor } from '@/lib/actor/actor'
import { MINUTE } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Reader } from '@/lib/db/client'

/** The time for which a factor suffices for acts that would do much harm in the wrong hands. */
const FRESH = 15 * MINUTE

/** Single sign-on by when the provider says that it asked. */
const STRONG: readonly SignInFactor[] = ['PASSKEY', 'TOTP', 'RECOVERY_CODE', 'SSO']

/**
 * Requires that this person confirmed their identity a short while ago: a session that was left open, or whose token
 * was stolen, is not enough. Call it after the check of their permission.
 *
 * @throws DomainError FRESH_FACTOR_NEEDED
 */
export async function requireFreshFactor(
  reader: Reader,
  actor: PersonActor,
  subjectId: string | null = null,
): Promise<void> {
  if (await hasFreshFactor(reader, actor)) return
  throw new DomainError('FRESH_FACTOR_NEEDED', 'The second factor was given too long ago', { subjectId })
}

export async function hasFreshFactor(reader: Reader, { assurance }: PersonActor): Promise<boolean> {
  const since = (await databaseTime(reader)).getTime() - FRESH
  return assurance.factors.some(({ factor, at }) => STRONG.includes(factor) && at.getTime() > since)
}
