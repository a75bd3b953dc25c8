import { z } from 'zod'
import {
  Carrier,
  Correction,
  FilingState,
  Outcome,
  PartKind,
  QualificationKind,
  QualificationStatus,
  SignatureSource,
  StandingReason,
} from '@/lib/db/generated/enums'
import { Bilingual } from '@/lib/rulebook/bilingual'
import { DocumentKindText } from '../rules/schemas'

// What is written here is the contract: the OpenAPI file is made of it. Nothing of it is personal.

/** Lists who may have to act next. */
export const NEXT = ['CUSTOMER', 'REVIEWERS', 'STAFF', 'NOBODY'] as const

const time = z.iso.datetime()

const SUMMARY = {
  id: z.uuid(),
  reference: z.string(),
  account: z.uuid(),
  externalRef: z.string().nullable().describe('The platform’s own ID of the customer.'),
  kind: z.enum(QualificationKind),
  status: z.enum(QualificationStatus),
  next: z
    .enum(NEXT)
    .describe('Who acts next: the customer writes or uploads, reviewers decide, or staff lift a suspension.'),
  revision: z.int().describe('The number of its newest submission, also while that is a draft.'),
  createdAt: time,
  updatedAt: time,
  submittedAt: time.nullable().describe('When it was submitted first.'),
  decidedAt: time.nullable(),
  validUntil: time.nullable(),
  renews: z.uuid().nullable().describe('The approved qualification that this one follows.'),
}

export const ApplicationSummary = z.strictObject(SUMMARY)
export type ApplicationSummary = z.output<typeof ApplicationSummary>

export const ApplicationPage = z.strictObject({
  qualifications: z.array(ApplicationSummary).describe('The newest first.'),
  next: z.string().nullable().describe('Send it as `after` to read on; null on the last page.'),
})

const PART = {
  kind: z.enum(PartKind),
  fieldGroup: z.string().nullable(),
  documentKind: DocumentKindText.nullable(),
  signature: z.int().nullable().describe('Counts the sender signatures of the submission from 1.'),
  name: Bilingual,
}

const share = z.number().min(0).max(1)

const Refused = z.strictObject({
  ...PART,
  reasons: z.array(
    z.strictObject({
      code: z.string(),
      name: Bilingual,
      howToCorrect: Bilingual,
      isFinal: z.boolean().describe('Whether it rejects the whole; all others can be corrected.'),
    }),
  ),
  correct: z.enum(Correction).nullable().describe('What to correct: the picture, or a field.'),
  correctField: z.string().nullable().describe('The key of the field.'),
  place: z
    .strictObject({ page: z.int(), x: share, y: share, width: share, height: share })
    .nullable()
    .describe('Where the reviewer outlined the fault: the page from 0, and a rectangle in shares of the upright page.'),
  hasNote: z.boolean().describe('Whether the reviewer wrote a note, which the customer reads in the portal.'),
})

export const Application = z.strictObject({
  ...SUMMARY,
  rulebook: z.string().describe('The version of the rules by which the newest submission is judged.'),
  parts: z
    .array(z.strictObject({ ...PART, verdict: z.enum(['ACCEPTED', 'REFUSED']).nullable() }))
    .describe('The parts of the newest submission; none before it is submitted.'),
  decisions: z
    .array(
      z.strictObject({
        revision: z.int(),
        outcome: z.enum(Outcome),
        decidedAt: time,
        refused: z.array(Refused),
      }),
    )
    .describe('The oldest first.'),
  signatures: z.array(
    z.strictObject({
      id: z.uuid(),
      source: z.enum(SignatureSource),
      isOnBehalf: z.boolean(),
      filings: z.array(
        z.strictObject({
          carrier: z.enum(Carrier),
          state: z.enum(FilingState),
          extensionNumber: z.string().nullable(),
        }),
      ),
    }),
  ),
  standing: z
    .strictObject({ reason: z.enum(StandingReason).nullable(), at: time })
    .nullable()
    .describe('Why it is suspended or revoked.'),
  mayTryAgainOn: z.iso.date().nullable().describe('The first day, in Shanghai, of another try after a rejection.'),
  may: z.strictObject({ withdraw: z.boolean(), renew: z.boolean() }),
})
export type Application = z.output<typeof Application>

export const ApplicationQuery = z.strictObject({
  account: z.uuid().toLowerCase().optional().describe('Only those of this account.'),
  status: z.enum(QualificationStatus).optional().describe('Only those with this status.'),
  limit: z
    .string()
    .regex(/^(100|[1-9]\d?)$/)
    .optional()
    .describe('How many at most, up to 100; 50 without it.'),
  after: z.string().max(100).optional().describe('`next` of the page before.'),
})
export type ApplicationQuery = z.output<typeof ApplicationQuery>
