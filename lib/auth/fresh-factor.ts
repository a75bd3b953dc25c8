import 'server-only'
import { MINUTE } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Reader } from '@/lib/db/client'
import type { PersonActor, SignInFactor } from './actor'

/** How long a factor stands for acts that would do much harm in the wrong hands. */
const FRESH = 15 * MINUTE

/** Single sign-on by when the provider says that it asked. */
const STRONG: readonly SignInFactor[] = ['PASSKEY', 'TOTP', 'RECOVERY_CODE', 'SSO']

/**
 * That whoever sits there now said who they are a short while ago: a session that was left open, or whose token was stolen,
 * is not enough. Ask it after whether they may at all.
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
 * The same of applicants, for acts that give access away: by a code to their own phone, which the person who copied their
 * cookie doesn't get. A password doesn't count, since it may have been copied too.
 *
 * @throws DomainError FRESH_CODE_NEEDED
 */
export async function requireFreshCode(
  reader: Reader,
  actor: PersonActor,
  subjectId: string | null = null,
): Promise<void> {
  if (await isFresh(reader, actor, ['SMS_CODE'])) return
  throw new DomainError('FRESH_CODE_NEEDED', 'The code to their phone was given too long ago', { subjectId })
}

async function isFresh(reader: Reader, { assurance }: PersonActor, which: readonly SignInFactor[]): Promise<boolean> {
  const since = (await databaseTime(reader)).getTime() - FRESH
  return assurance.factors.some(({ factor, at }) => which.includes(factor) && at.getTime() > since)
}
