import { z } from 'zod'
import { DocumentKind, Mend, PartKind, QualificationKind } from '@/lib/db/generated/enums'
import { Bilingual } from './bilingual'

/** A code of a reason in some catalogue. */
export const ReasonCode = z.string().regex(/^[A-Z][A-Z_]{2,39}$/)

/** A reason without its words: its kind, and the parts that it can be given for. */
const ReasonRule = z.object({
  code: ReasonCode,
  /** A `retry` reason lets the applicant correct it. One `final` reason is enough to reject the whole qualification. */
  kind: z.enum(['retry', 'final']),
  /** Parts that it can be given for. Documents have their own list. */
  parts: z.array(z.enum(PartKind).exclude(['DOCUMENT'])),
  documents: z.array(z.enum(DocumentKind)),
  /** The kinds of applicants that it is for; absent means all. */
  kinds: z.array(z.enum(QualificationKind)).min(1).optional(),
  /** The usual correction: the form's first choice, not its only one. */
  mend: z.enum(Mend).nullable(),
  /** Says whether it can still be given. A withdrawn reason stays in the catalogue for past decisions. */
  isOffered: z.boolean(),
})
export type ReasonRule = z.infer<typeof ReasonRule>

export const ReasonEntry = ReasonRule.extend({
  name: Bilingual,
  /** The criterion, shown to reviewers. */
  means: Bilingual,
  /** Instructions for the correction, shown to applicants. */
  howToMend: Bilingual,
})
export type ReasonEntry = z.infer<typeof ReasonEntry>

/** A version of the reasons for refusals, as plain data. A decision stores the version of its reasons. */
export const ReasonCatalogue = z.object({ version: z.string(), reasons: z.array(ReasonEntry).min(1) })
export type ReasonCatalogue = z.infer<typeof ReasonCatalogue>

/** The reason that fits when no other does: it says nothing without a note. */
export const OTHER = 'OTHER'

/** A refused part, with `documentKind` when it is a document. */
export type RefusedPart =
  | { kind: 'DOCUMENT'; documentKind: DocumentKind }
  | { kind: Exclude<PartKind, 'DOCUMENT'>; documentKind?: null }

/** Returns whether a reason can be given for such a part of such an applicant. */
export function reasonApplies(reason: ReasonRule, of: QualificationKind, part: RefusedPart): boolean {
  if (!reason.isOffered || (reason.kinds && !reason.kinds.includes(of))) return false
  return part.kind === 'DOCUMENT' ? reason.documents.includes(part.documentKind) : reason.parts.includes(part.kind)
}

/** Returns the reasons to offer for a part, in the catalogue's order. */
export function reasonsFor({ reasons }: ReasonCatalogue, of: QualificationKind, part: RefusedPart): ReasonEntry[] {
  return reasons.filter((reason) => reasonApplies(reason, of, part))
}

/** Returns a reason by its code; undefined when the catalogue has no such code. */
export function reasonIn({ reasons }: ReasonCatalogue, code: string): ReasonEntry | undefined {
  return reasons.find((reason) => reason.code === code)
}

export function isFinal(catalogue: ReasonCatalogue, code: string): boolean {
  return reasonIn(catalogue, code)?.kind === 'final'
}

/** A reason as a person sees it. */
export type ShownReason = Pick<ReasonEntry, 'code' | 'name' | 'howToMend'>

/** Returns the reasons of a decision, in the words of its catalogue. */
export function shownReasons(catalogue: ReasonCatalogue, codes: readonly string[]): ShownReason[] {
  return codes.map((code) => {
    const reason = reasonIn(catalogue, code)
    if (!reason) throw new Error(`${catalogue.version} has no reason ${code}`)
    const { name, howToMend } = reason
    return { code, name, howToMend }
  })
}
