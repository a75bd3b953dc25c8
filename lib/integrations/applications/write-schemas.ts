import { z } from 'zod'
import { QualificationKind } from '@/lib/db/generated/enums'
import { Bilingual } from '@/lib/rulebook/bilingual'
import { DocumentKindText } from '../rules/schemas'

// What is written here is the contract: requests are parsed by it, and the OpenAPI file is made of it.

export const StartApplication = z.strictObject({
  account: z.uuid().toLowerCase(),
  kind: z.enum(QualificationKind),
  from: z
    .uuid()
    .toLowerCase()
    .optional()
    .describe('A qualification of the account that has ended: the draft is filled with its answers and documents.'),
})

export const StartedApplication = z.strictObject({ id: z.uuid(), reference: z.string() })

export const Evaluations = z.strictObject({
  revision: z.int(),
  draftVersion: z.int(),
  rulebook: z.string().describe('The version of the rules by which it is evaluated.'),
  shown: z.string().describe('Stands for the warnings and notes; send it with the submission, which stores them.'),
  findings: z
    .array(
      z.strictObject({
        number: z.int(),
        severity: z.enum(['block', 'warn', 'note']).describe('Nothing is submitted while one blocks.'),
        code: z.string(),
        place: z.strictObject({
          on: z.enum(['FIELD', 'GROUP', 'DOCUMENT', 'SIGNATURES', 'SIGNATURE', 'SAMPLES', 'SAMPLE']),
          group: z.string().nullable(),
          field: z.string().nullable(),
          document: DocumentKindText.nullable(),
          signature: z.uuid().nullable(),
          sample: z.uuid().nullable(),
        }),
        text: Bilingual,
      }),
    )
    .describe('The worst first.'),
})
export type Evaluations = z.output<typeof Evaluations>

export const SubmitApplication = z.strictObject({
  revision: z.int32().positive().describe('Of the evaluations.'),
  draftVersion: z.int32().nonnegative().describe('Of the evaluations: what was written since is not submitted.'),
  shown: z.string().max(100).default('').describe('Of the evaluations.'),
})

export const SubmittedApplication = z.strictObject({
  id: z.uuid(),
  reference: z.string(),
  revision: z.int(),
  submittedAt: z.iso.datetime(),
})
