import { z } from 'zod'

/** Repeats the names of ConsentKey, which belongs to a higher room. */
const PURPOSES = [
  'PERSONAL_INFORMATION',
  'SENSITIVE_PERSONAL_INFORMATION',
  'PROVISION_TO_CARRIERS',
  'PROVISION_TO_CLOUD_PROVIDERS',
] as const
type Purpose = (typeof PURPOSES)[number]

const isPurpose = (name: string): name is Purpose => PURPOSES.some((known) => known === name)

/** Says which consents the platform may collect by itself. */
export const CONSENTS = {
  CONSENT_ATTESTATION: z
    .string()
    .default('')
    .transform((text, context): readonly Purpose[] => {
      const names = text
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '')
      if (names.every(isPurpose)) return names
      context.addIssue(`must be purposes, separated by commas: ${PURPOSES.join(', ')}`)
      return z.NEVER
    })
    .meta({
      unset: 'none',
      description:
        'the purposes, separated by commas, whose consents a key with `consents:attest` may attest for a customer who agreed on your own pages; the law wants a consent of its own for each: [api](api.md#consents)',
    }),
}
