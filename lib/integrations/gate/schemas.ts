import { z } from 'zod'
import { Carrier, FilingState, QualificationStatus } from '@/lib/db/generated/enums'
import { PURPOSES } from '@/lib/review/queue/queue-choices'
import { GATE_REASONS } from './answer'

// What is written here is the contract: requests are parsed by it, and the OpenAPI file is made of it.

/** Limits the senders of one request. */
export const MOST_CHECKS = 1_000

/** Limits the text of a signature; any sender signature in its brackets is shorter. */
const MAX_SIGNATURE = 100

export const SenderCheck = z.strictObject({
  account: z.uuid().toLowerCase().describe('The id of the account, as its cases show it.'),
  signature: z
    .string()
    .min(1)
    .max(MAX_SIGNATURE)
    .refine((text) => text.isWellFormed() && /^\P{Cc}*$/u.test(text), 'Contains control characters')
    .describe('The sender signature, with or without its brackets 【】.'),
  carrier: z.enum(Carrier).describe('CMCC 中国移动, CUCC 中国联通, CTCC 中国电信, CBN 中国广电.'),
  use: z.enum(PURPOSES).describe('What the message is: 验证码, 通知, 营销.'),
})
export type SenderCheck = z.output<typeof SenderCheck>

export const SenderChecks = z.strictObject({ checks: z.array(SenderCheck).min(1).max(MOST_CHECKS) })

export const SenderAnswer = z.strictObject({
  allowed: z.boolean(),
  reason: z.enum(GATE_REASONS).nullable().describe('Why not; null when it is allowed.'),
  until: z.iso
    .datetime()
    .nullable()
    .describe(
      'When time alone ends what is allowed now. Anything else may end it before. Null when it is not allowed.',
    ),
  qualification: z
    .strictObject({
      id: z.uuid(),
      reference: z.string(),
      status: z.enum(QualificationStatus),
      validUntil: z.iso.datetime(),
    })
    .nullable()
    .describe('The qualification that the answer rests on; null where none was approved with the signature.'),
  filing: z
    .strictObject({ carrier: z.enum(Carrier), state: z.enum(FilingState), extensionNumber: z.string().nullable() })
    .nullable()
    .describe('The filing of its signature with the carrier.'),
})
export type SenderAnswer = z.output<typeof SenderAnswer>

export const SenderAnswers = z.strictObject({
  answers: z.array(SenderAnswer).describe('One for each check, in their order.'),
})
