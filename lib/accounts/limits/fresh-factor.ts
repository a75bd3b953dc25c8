import 'server-only'
import type { PersonActor, SignInFactor } from '@/lib/actor/actor'
import { MINUTE } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Reader } from '@/lib/db/client'
import { requireApplicant } from '../notices/policy'

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

export const hasFreshFactor = (reader: Reader, actor: PersonActor): Promise<boolean> => isFresh(reader, actor, STRONG)

/**
 * Requires the same of applicants, for acts that give access away: a code to their own phone, which the person who
 * copied their cookie doesn't get. A password doesn't count, since it may have been copied too.
 *
 * @throws DomainError FORBIDDEN for sessions that may not do such acts at all, FRESH_CODE_NEEDED
 */
export async function requireFreshCode(
  reader: Reader,
  actor: PersonActor,
  subjectId: string | null = null,
): Promise<void> {
  requireApplicant(actor, subjectId)
  if (await isFresh(reader, actor, ['SMS_CODE'])) return
  throw new DomainError('FRESH_CODE_NEEDED', 'The code to their phone was given too long ago', { subjectId })
}

async function isFresh(reader: Reader, { assurance }: PersonActor, which: readonly SignInFactor[]): Promise<boolean> {
  const since = (await databaseTime(reader)).getTime() - FRESH
  return assurance.factors.some(({ factor, at }) => which.includes(factor) && at.getTime() > since)
}
