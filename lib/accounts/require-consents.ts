import 'server-only'
import { DomainError } from '@/lib/core/errors'
import type { Reader, Tx } from '@/lib/db/client'
import { type ConsentKey, missingConsents } from './consents'

/** The required statements that a person has not agreed to, or no longer does. */
export async function missingConsentsOf(reader: Reader, userId: string): Promise<ConsentKey[]> {
  const live = await reader.consent.findMany({ where: { userId, withdrawnAt: null }, select: { statement: true } })
  return missingConsents(live.map(({ statement }) => statement))
}

/**
 * That each of these people agrees to all that is required, until the transaction ends: who withdraws a consent
 * meanwhile waits, and then finds what came of this. To be asked before any qualification is locked, as withdrawing does.
 *
 * @throws DomainError CONSENT_MISSING
 */
export async function requireConsents(tx: Tx, userIds: readonly string[], subjectId: string | null = null) {
  const ids = [...new Set(userIds)].sort()
  await tx.$queryRaw`SELECT FROM users WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR SHARE`
  for (const id of ids) {
    if ((await missingConsentsOf(tx, id)).length > 0) {
      throw new DomainError('CONSENT_MISSING', 'A required consent is missing', { subjectId })
    }
  }
}

/** Nobody begins or hands in anything by this person's consent meanwhile, and they change no consent elsewhere. */
export async function lockConsents(tx: Tx, userId: string): Promise<void> {
  await tx.$queryRaw`SELECT FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`
}
