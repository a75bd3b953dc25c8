import { randomUUID } from 'node:crypto'
import { CONSENT_KEYS, CONSENTS, consentOf } from '@/lib/accounts/consents/consents'
import { database } from '@/lib/db/client'
import type { ConsentKey } from '@/lib/db/generated/enums'
import { attestConsents } from '@/lib/integrations/consents/attest-consents'
import type { Attestation } from '@/lib/integrations/consents/schemas'
import { aClient, anApiKey } from './api-keys'

/** A customer agreed on the day on which the newest text was published. */
export const AGREED_AT = '2026-11-30T03:04:05+08:00'

/** Returns what a platform sends for consents that it collected; by default for all. */
export const attestationsOf = (
  purposes: readonly ConsentKey[] = CONSENT_KEYS,
  given: Partial<Attestation> = {},
): Attestation[] =>
  purposes.map((purpose) => ({
    ...{ purpose, version: consentOf(purpose).version, language: 'zh-CN', agreedAt: AGREED_AT },
    ...{ means: 'APP_SCREEN', reference: `screen/${randomUUID()}`, ...given },
  }))

/**
 * Attests consents of a customer who is known by the platform's ID, by the verb; the operator has to have switched that
 * on.
 */
export async function anAttestation({
  externalRef,
  purposes,
}: {
  externalRef: string
  purposes: readonly ConsentKey[]
}) {
  const client = await aClient({ scopes: ['CONSENTS_ATTEST'] })
  return attestConsents(client, { externalRef, consents: attestationsOf(purposes) })
}

/** Makes consents that a key attested for an account before its members joined it. */
export async function attestedBefore(accountId: string): Promise<void> {
  const { id: attestedByKeyId } = await anApiKey()
  const [agreedAt, givenAt] = [new Date('2026-01-02T03:04:05Z'), new Date('2026-01-02T03:04:06Z')]
  const attested = { accountId, attestedByKeyId, agreedAt, givenAt, means: 'WEB_PAGE', locale: 'en' } as const
  await database().consent.createMany({
    data: CONSENTS.map(({ key: statement, version: textVersion }) => ({
      ...attested,
      ...{ statement, textVersion, recordReference: `web/${statement}` },
    })),
  })
}
