import 'server-only'
import { env } from '@/lib/core/env'
import type { Reader } from '@/lib/db/client'
import type { ConsentKey } from '@/lib/db/generated/enums'
import { missingConsents } from './consents'

/** Matches consents that a system of the platform attests. */
export const ATTESTED = { attestedByKeyId: { not: null } } as const

/** Returns the purposes whose consents the operator lets systems of the platform attest. */
export const attestable = (): readonly ConsentKey[] => env().CONSENT_ATTESTATION

/**
 * Returns the required statements to which nobody attests, or no longer, that the customer of an account without members consented. What
 * the operator has switched off since counts no more. Any version of a text counts, as for a consent given in the portal.
 */
export async function missingAttested(reader: Reader, accountId: string): Promise<ConsentKey[]> {
  const live = await reader.consent.findMany({
    where: { ...ATTESTED, accountId, withdrawnAt: null, statement: { in: [...attestable()] } },
    select: { statement: true },
  })
  return missingConsents(live.map(({ statement }) => statement))
}
