import { z } from 'zod'
import { Correction, DocumentKind, PartKind, QualificationKind } from '@/lib/db/generated/enums'
import { Bilingual } from './bilingual'

/** Identifies a reason in some catalogue. */
export const ReasonCode = z.string().regex(/^[A-Z][A-Z_]{2,39}$/)

/** Describes a reason without its words: its kind, and the parts that it can be given for. */
const ReasonRule = z.object({
  code: ReasonCode,
  /** A `retry` reason lets the applicant correct it. One `final` reason is enough to reject the whole qualification. */
  kind: z.enum(['retry', 'final']),
  /** Parts that it can be given for. Documents have their own list. */
  parts: z.array(z.enum(PartKind).exclude(['DOCUMENT'])),
  documents: z.array(z.enum(DocumentKind)),
  /** The kinds of applicants that it is for; absent means all. */
  kinds: z.array(z.enum(QualificationKind)).min(1).optional(),
  /**
   * Names the usual correction: the form's first choice, not its only one. Published catalogues contain this key: it
   * stays.
   */
  mend: z.enum(Correction).nullable(),
  /** Says whether it can still be given. A withdrawn reason stays in the catalogue for past decisions. */
  isOffered: z.boolean(),
})
export type ReasonRule = z.infer<typeof ReasonRule>

export const ReasonEntry = ReasonRule.extend({
  name: Bilingual,
  /** States the criterion, shown to reviewers. */
  means: Bilingual,
  /** Instructions for the correction, shown to applicants. Published catalogues contain this key too. */
  howToMend: Bilingual,
})
export type ReasonEntry = z.infer<typeof ReasonEntry>

/** Holds a version of the reasons for refusals, as plain data. A decision stores the version of its reasons. */
export const ReasonCatalogue = z.object({ version: z.string(), reasons: z.array(ReasonEntry).min(1) })
export type ReasonCatalogue = z.infer<typeof ReasonCatalogue>
