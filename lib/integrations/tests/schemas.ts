import { z } from 'zod'
import { Carrier, FilingState, Outcome, QualificationStatus } from '@/lib/db/generated/enums'
import { ReasonCode } from '@/lib/rulebook/reason-catalogue'

// What is written here is the contract: requests are parsed by it, and the OpenAPI file is made of it.

export const PlayDecision = z.strictObject({
  outcome: z.enum(Outcome),
  reasons: z
    .array(ReasonCode)
    .max(20)
    .default([])
    .describe(
      'Codes of reasons; each refuses the first part that it applies to. The outcome must follow from them. Without any, a usual one is given.',
    ),
})

export const PlayFilings = z.strictObject({
  carrier: z.enum(Carrier),
  state: z.enum(FilingState).exclude(['NOT_FILED']).describe('What all its signatures are with the carrier.'),
  extensionNumber: z
    .string()
    .regex(/^\d{1,20}$/)
    .default('1069')
    .describe('The access number, where the filing is EFFECTIVE.'),
})

/** Describes what staff, or time, do to an approval. */
export const PlayStanding = z.strictObject({
  act: z
    .enum(['SUSPENDED', 'RESUMED', 'REVOKED', 'EXPIRED'])
    .describe('What staff do to the approval; EXPIRED: its validity ends now.'),
})

export const PlayedAnswer = z.strictObject({
  id: z.uuid(),
  reference: z.string(),
  status: z.enum(QualificationStatus),
})
export type PlayedAnswer = z.output<typeof PlayedAnswer>
