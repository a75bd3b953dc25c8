import 'server-only'
import { DomainError } from '@/lib/core/errors'
import type { Reader, Tx } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { ConsentKey } from '@/lib/db/generated/enums'
import { lockAccount } from '../members/lock-members'
import { missingAttested } from './attested'
import { type ConsentUse, type LiveConsent, missingFor } from './consents'

/**
 * Returns the required statements to which a person has not, or no longer, consented in words that count for this use.
 */
export async function missingConsentsOf(reader: Reader, use: ConsentUse, userId: string): Promise<ConsentKey[]> {
  const live = await reader.consent.findMany({
    where: { userId, withdrawnAt: null },
    select: { statement: true, textVersion: true },
  })
  return missingFor(use, live)
}

/**
 * Checks that each of these people gives every required consent, and locks that until the transaction ends: a person
 * who withdraws a consent meanwhile waits, and then finds the result. Call it before any qualification is locked, in
 * the order in which withdrawing locks.
 *
 * @throws DomainError CONSENT_MISSING
 */
async function requireConsents(tx: Tx, use: ConsentUse, userIds: readonly string[], subjectId: string | null) {
  const ids = [...new Set(userIds)].sort()
  await tx.$queryRaw`SELECT FROM users WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR SHARE`
  for (const id of ids) {
    if ((await missingConsentsOf(tx, use, id)).length > 0) {
      throw new DomainError('CONSENT_MISSING', 'A required consent is missing', { subjectId })
    }
  }
}

/**
 * Checks the consents that an application rests on: of each person who makes it. What a system of the platform makes
 * rests on the consents of all members of the account, given in the portal. Where nobody is a member, it rests on those
 * that the platform attests (decision 93), which stay as they are until the transaction ends; a test account needs none
 * then: it has nobody's data.
 *
 * @param makers the people; null for a system
 * @throws DomainError CONSENT_MISSING
 */
export async function requireConsentsOfMakers(
  tx: Tx,
  use: ConsentUse,
  accountId: string,
  makers: readonly (string | null)[],
  subjectId: string | null = null,
): Promise<void> {
  const people = makers.filter((id) => id !== null)
  const members = people.length === makers.length ? [] : await membersOf(tx, accountId)
  if (people.length + members.length === 0 && !(await isTestAccount(tx, accountId))) {
    await lockAccount(tx, accountId)
    if ((await missingAttested(tx, use, accountId)).length > 0) {
      throw new DomainError('CONSENT_MISSING', 'Nobody is a member, and a consent is not attested', { subjectId })
    }
  }
  await requireConsents(tx, use, [...people, ...members], subjectId)
}

const isTestAccount = async (reader: Reader, id: string): Promise<boolean> =>
  (await reader.account.count({ where: { id, isTest: true } })) > 0

/**
 * Selects the consents that the person who made the qualification `q` gave and has not withdrawn: null where a system
 * made it.
 */
export const LIVE_CONSENTS_OF_MAKER = Prisma.sql`CASE WHEN q.created_by_id IS NOT NULL THEN to_jsonb(ARRAY(
  SELECT jsonb_build_object('statement', c.statement, 'textVersion', c.text_version)
  FROM consents c WHERE c.user_id = q.created_by_id AND c.withdrawn_at IS NULL)) END`

/**
 * Returns whether everybody has consented on whose consents an application rests.
 *
 * @param live as `LIVE_CONSENTS_OF_MAKER` selected them
 */
export async function isConsentedByMaker(
  reader: Reader,
  use: ConsentUse,
  accountId: string,
  live: readonly LiveConsent[] | null,
): Promise<boolean> {
  return live === null ? areConsentsGiven(reader, use, accountId) : missingFor(use, live).length === 0
}

/**
 * Returns whether every consent is given that the platform's systems need to apply for an account: its members', or
 * those attested.
 */
export async function areConsentsGiven(reader: Reader, use: ConsentUse, accountId: string): Promise<boolean> {
  const members = await membersOf(reader, accountId)
  if (members.length === 0) {
    return (await isTestAccount(reader, accountId)) || (await missingAttested(reader, use, accountId)).length === 0
  }
  const missing = await Promise.all(members.map((id) => missingConsentsOf(reader, use, id)))
  return missing.every(({ length }) => length === 0)
}

async function membersOf(reader: Reader, accountId: string): Promise<string[]> {
  const members = await reader.membership.findMany({ where: { accountId }, select: { userId: true } })
  return members.map(({ userId }) => userId)
}

/** Locks a person's consents, so that nobody starts or submits anything by them, or changes them, meanwhile. */
export async function lockConsents(tx: Tx, userId: string): Promise<void> {
  await tx.$queryRaw`SELECT FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`
}
