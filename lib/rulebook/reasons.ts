import { z } from 'zod'
import { DocumentKind, Mend, PartKind, QualificationKind } from '@/lib/db/generated/enums'
import { Bilingual } from './bilingual'

/** A code of some catalogue. */
export const ReasonCode = z.string().regex(/^[A-Z][A-Z_]{2,39}$/)

/** What a reason is good for; its words aside. */
const ReasonRule = z.object({
  code: ReasonCode,
  /** `retry`: the applicant may mend it. `final`: one is enough to reject the whole qualification. */
  kind: z.enum(['retry', 'final']),
  /** Parts that it can be given for. Documents stand by their own list. */
  parts: z.array(z.enum(PartKind).exclude(['DOCUMENT'])),
  documents: z.array(z.enum(DocumentKind)),
  /** Only for these applicants; absent means each. */
  kinds: z.array(z.enum(QualificationKind)).min(1).optional(),
  /** What usually has to be mended: the form's first choice, not its only one. */
  mend: z.enum(Mend).nullable(),
  /** One that is no longer given stays in the catalogue for what it once explained. */
  isOffered: z.boolean(),
})
export type ReasonRule = z.infer<typeof ReasonRule>

export const ReasonEntry = ReasonRule.extend({
  name: Bilingual,
  /** The criterion, for the reviewer. */
  means: Bilingual,
  /** For the applicant. */
  howToMend: Bilingual,
})
export type ReasonEntry = z.infer<typeof ReasonEntry>

/** Why a part is refused: a version of it as plain data. A decision remembers the version whose reasons it gave. */
export const ReasonCatalogue = z.object({ version: z.string(), reasons: z.array(ReasonEntry).min(1) })
export type ReasonCatalogue = z.infer<typeof ReasonCatalogue>

/** The reason that fits when no other does: it says nothing without a note. */
export const OTHER = 'OTHER'

/** What a reviewer refuses: `documentKind` when it is a document. */
export type RefusedPart =
  | { kind: 'DOCUMENT'; documentKind: DocumentKind }
  | { kind: Exclude<PartKind, 'DOCUMENT'>; documentKind?: null }

/** Whether a reason can be given for such a part of such an applicant. */
export function reasonApplies(reason: ReasonRule, of: QualificationKind, part: RefusedPart): boolean {
  if (!reason.isOffered || (reason.kinds && !reason.kinds.includes(of))) return false
  return part.kind === 'DOCUMENT' ? reason.documents.includes(part.documentKind) : reason.parts.includes(part.kind)
}

/** The reasons to offer for a part, in the catalogue's order. */
export function reasonsFor({ reasons }: ReasonCatalogue, of: QualificationKind, part: RefusedPart): ReasonEntry[] {
  return reasons.filter((reason) => reasonApplies(reason, of, part))
}

/** Undefined when the catalogue has no such code. */
export function reasonIn({ reasons }: ReasonCatalogue, code: string): ReasonEntry | undefined {
  return reasons.find((reason) => reason.code === code)
}

export function isFinal(catalogue: ReasonCatalogue, code: string): boolean {
  return reasonIn(catalogue, code)?.kind === 'final'
}

/** A reason as it is told to someone. */
export type ToldReason = Pick<ReasonEntry, 'code' | 'name' | 'howToMend'>

/** Those given in a decision, by the catalogue of its time. */
export function toldReasons(catalogue: ReasonCatalogue, codes: readonly string[]): ToldReason[] {
  return codes.map((code) => {
    const reason = reasonIn(catalogue, code)
    if (!reason) throw new Error(`${catalogue.version} has no reason ${code}`)
    const { name, howToMend } = reason
    return { code, name, howToMend }
  })
}
