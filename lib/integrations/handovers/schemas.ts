import { z } from 'zod'
import { PhoneNumber } from '@/lib/accounts/schemas'
import { HandoverPurpose, QualificationStatus } from '@/lib/db/generated/enums'
import { MAX_RETURN_URL } from '../return-addresses/return-address'
import { PURPOSES } from './purposes'

// What is written here is the contract: requests are parsed by it, and the OpenAPI file is made of it.

export const CreateHandover = z
  .strictObject({
    account: z.uuid().toLowerCase().describe('The id of the account.'),
    purpose: z
      .enum(HandoverPurpose)
      .describe('BEGIN a new application; CONTINUE a draft; CORRECT what changes are requested of; RENEW; SEE.'),
    qualification: z
      .uuid()
      .toLowerCase()
      .optional()
      .describe('The id of the qualification: required to CONTINUE, CORRECT and RENEW, optional to SEE.'),
    phone: z
      .string()
      .max(40)
      .describe('The customer’s mobile number in mainland China. It is a member’s, where the account has members.'),
    vouch: z
      .boolean()
      .default(false)
      .describe('You verified the number yourself: no code is sent. Requires the scope handovers:vouch as well.'),
    returnUrl: z
      .string()
      .max(MAX_RETURN_URL)
      .describe('Where the customer returns to: below an address that is allowed on the page Integrations.'),
  })
  .superRefine(({ purpose, qualification }, context) => {
    const takes = PURPOSES[purpose].qualification
    const add = (message: string) => context.addIssue({ code: 'custom', path: ['qualification'], message })
    if (takes === 'REQUIRED' && qualification === undefined) add('Required for this purpose')
    if (takes === 'NONE' && qualification !== undefined) add('Not for this purpose')
  })
  .superRefine(({ phone }, context) => {
    if (PhoneNumber.safeParse(phone).success) return
    context.addIssue({ code: 'custom', path: ['phone'], message: 'Not a mobile number in mainland China' })
  })
export type CreateHandover = z.output<typeof CreateHandover>

export const HANDOVER_STATES = ['OPEN', 'EXPIRED', 'USED', 'ENTERED', 'FINISHED'] as const

export const HandoverAnswer = z.strictObject({
  id: z.uuid().describe('The customer returns with it as the parameter `handover`.'),
  account: z.uuid(),
  purpose: z.enum(HandoverPurpose),
  qualification: z.uuid().nullable().describe('The qualification that the hand-over is for.'),
  vouched: z.boolean(),
  state: z
    .enum(HANDOVER_STATES)
    .describe(
      'OPEN: the link works. EXPIRED: nobody used it. USED: its button was pressed. ENTERED: the customer was signed in. FINISHED: they went back.',
    ),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().describe('Until then the button of the link works.'),
  enteredAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  result: z
    .strictObject({
      qualification: z.uuid(),
      reference: z.string(),
      status: z.enum(QualificationStatus),
    })
    .nullable()
    .describe(
      'What the qualification is now: the one of the hand-over; after RENEW, the renewal; after BEGIN, the newest that the customer started since, or their draft. Null while there is none.',
    ),
})
export type HandoverAnswer = z.output<typeof HandoverAnswer>

export const HandoverCreated = z.strictObject({
  id: z.uuid(),
  url: z.url().describe('The link, for the customer’s browser alone. Nothing shows it again.'),
  expiresAt: z.iso.datetime(),
})
export type HandoverCreated = z.output<typeof HandoverCreated>

export const HandoverLinkInput = z.object({ token: z.string().min(1).max(100) })
export const NoInput = z.object({})
