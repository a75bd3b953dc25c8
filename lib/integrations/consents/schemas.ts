import { z } from 'zod'
import { CONSENT_KEYS } from '@/lib/accounts/consents/consents'
import { LOCALES } from '@/lib/core/languages/locales'
import { ConsentMeans } from '@/lib/db/generated/enums'
import { Bilingual } from '@/lib/rulebook/bilingual'

// What is written here is the contract: requests are parsed by it, and the OpenAPI file is made of it.

const Purpose = z.enum(CONSENT_KEYS)
const Reference = z.string().regex(/^[A-Za-z0-9._:/@-]{1,100}$/)
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)

const Attestation = z.strictObject({
  purpose: Purpose.describe('Each purpose is agreed to, and attested, by itself.'),
  version: z.string().max(64).describe('The version of its text whose words your customer agreed to: the current one.'),
  language: z.enum(LOCALES).describe('The language in which they read it.'),
  agreedAt: z.iso.datetime({ offset: true }).describe('When they agreed: after that version was published.'),
  means: z.enum(ConsentMeans).describe('How they agreed.'),
  reference: Reference.optional().describe('Names your record of it. Nothing personal.'),
  sha256: Sha256.optional().describe('The SHA-256 of your record of it, in place of its name.'),
})
export type Attestation = z.output<typeof Attestation>

export const AttestConsents = z
  .strictObject({ consents: z.array(Attestation).min(1).max(CONSENT_KEYS.length) })
  .superRefine(({ consents }, context) => {
    for (const [at, { purpose, reference, sha256 }] of consents.entries()) {
      const add = (message: string) => context.addIssue({ code: 'custom', path: ['consents', at], message })
      if ((reference === undefined) === (sha256 === undefined)) add('Either a reference or a SHA-256 of your record')
      if (consents.findIndex((one) => one.purpose === purpose) !== at) add('A purpose is attested once in a request')
    }
  })
export type AttestConsents = z.output<typeof AttestConsents>

export const WithdrawAttested = z.strictObject({ purpose: Purpose })

export const ConsentsAnswer = z.strictObject({
  account: z.uuid(),
  members: z.int().describe('While there are any, each gives their own consents in the portal, and none is attested.'),
  consents: z.boolean().describe('Whether nothing is missing: only then may a key apply for the account.'),
  statements: z.array(
    z.strictObject({
      purpose: Purpose,
      state: z
        .enum(['GIVEN', 'MISSING', 'WITHDRAWN'])
        .describe(
          'MISSING: not given in the words of the current version. WITHDRAWN: no key can attest it again. The person gives it again in the portal.',
        ),
      canBeAttested: z.boolean().describe('Whether the operator has switched that on for this purpose.'),
      version: z
        .string()
        .describe('The current version of the text, the only one that counts for a new application or submission.'),
      versions: z
        .array(z.strictObject({ version: z.string(), publishedOn: z.iso.date() }))
        .describe(
          'Each version that was published, with the day in Shanghai. What was started by an earlier one continues.',
        ),
      title: Bilingual,
      text: Bilingual.describe('The words of the current version, to be shown whole, and agreed to by themselves.'),
      attested: z
        .array(
          z.strictObject({
            version: z.string(),
            language: z.enum(LOCALES),
            agreedAt: z.iso.datetime(),
            means: z.enum(ConsentMeans),
            reference: z.string().nullable(),
            sha256: z.string().nullable(),
            attestedAt: z.iso.datetime(),
            withdrawnAt: z.iso.datetime().nullable(),
          }),
        )
        .describe('What keys attested, the newest first.'),
    }),
  ),
})
export type ConsentsAnswer = z.output<typeof ConsentsAnswer>
