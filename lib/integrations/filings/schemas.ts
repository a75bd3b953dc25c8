import { z } from 'zod'
import { Carrier, FilingState } from '@/lib/db/generated/enums'
import { EXTENSION_MAX, type FilingProblem, REASON_MAX } from '@/lib/filings/lifecycle'

// What is written here is the contract: requests are parsed by it, and the OpenAPI file is made of it.

/** Limits the filings of one request. */
const MOST = 500

const day = z.iso
  .date()
  .refine((text) => text >= '2000-01-01', 'Too long ago')
  .nullable()
  .default(null)

const FilingChange = z.strictObject({
  senderSignatureId: z
    .uuid()
    .toLowerCase()
    .describe('`id` of a signature of the qualification, and of `filing.changed`.'),
  carrier: z.enum(Carrier),
  from: z.enum(FilingState).describe('The state as you know it: another one since is a CONFLICT.'),
  state: z.enum(FilingState),
  extensionNumber: z
    .string()
    .regex(new RegExp(`^\\d{1,${EXTENSION_MAX}}$`))
    .nullable()
    .default(null)
    .describe('The digits that the carrier appends to the port.'),
  reason: z
    .string()
    .trim()
    .min(1)
    .max(REASON_MAX)
    .refine((text) => text.isWellFormed(), 'Not Unicode')
    .nullable()
    .default(null)
    .describe('Why the carrier refused, without any number of a person; required for FAILED, and dropped for others.'),
  filedOn: day.describe('A day in Shanghai; required for all but NOT_FILED.'),
  effectiveOn: day.describe('A day in Shanghai; required for EFFECTIVE.'),
})

export const FilingChanges = z.strictObject({ filings: z.array(FilingChange).min(1).max(MOST) })
export type FilingChanges = z.output<typeof FilingChanges>

/** Lists the reasons for which one filing is refused while others are not. */
export const FILING_REFUSALS = ['NOT_FOUND', 'CONFLICT', 'INVALID_STATE', 'INVALID_INPUT'] as const

/** Fails to compile while one is missing. */
const PROBLEMS = Object.keys({
  FILED_ON_MISSING: true,
  FILED_ON_IN_FUTURE: true,
  EFFECTIVE_ON_MISSING: true,
  EFFECTIVE_ON_IN_FUTURE: true,
  EFFECTIVE_BEFORE_FILED: true,
  REASON_MISSING: true,
  NOTE_WITH_NUMBER: true,
} satisfies Record<FilingProblem, true>) as [FilingProblem, ...FilingProblem[]]

export const FilingAnswers = z.strictObject({
  answers: z
    .array(
      z.strictObject({
        senderSignatureId: z.uuid(),
        carrier: z.enum(Carrier),
        recorded: z.boolean().describe('Whether it is now as you sent it.'),
        code: z.enum(FILING_REFUSALS).nullable().describe('Why it is not.'),
        problem: z.enum(PROBLEMS).nullable().describe('What is wrong with it, for INVALID_INPUT.'),
      }),
    )
    .describe('In the order of the filings.'),
})
export type FilingAnswers = z.output<typeof FilingAnswers>
