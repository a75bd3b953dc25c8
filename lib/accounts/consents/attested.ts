import 'server-only'
import { env } from '@/lib/core/env'
import type { Reader } from '@/lib/db/client'
import type { ConsentKey } from '@/lib/db/generated/enums'
import { type ConsentUse, missingFor } from './consents'

/** Matches consents that a system of the platform attests. */
export const ATTESTED = { attestedByKeyId: { not: null } } as const

/** Returns the purposes whose consents the operator lets systems of the platform attest. */
export const attestable = (): readonly ConsentKey[] => env().CONSENT_ATTESTATION

/**
 * Returns the required statements to which nobody attests, or no longer, that the customer of an account without
 * members consented, in words that count for this use. What the operator has switched off since counts no more.
 */
export async function missingAttested(reader: Reader, use: ConsentUse, accountId: string): Promise<ConsentKey[]> {
  const live = await reader.consent.findMany({
    where: { ...ATTESTED, accountId, withdrawnAt: null, statement: { in: [...attestable()] } },
    select: { statement: true, textVersion: true },
  })
  return missingFor(use, live)
}
