import type { DocumentKind, PartKind, QualificationKind } from '@/lib/db/generated/enums'
import type { ReasonCatalogue, ReasonEntry, ReasonRule } from './reason-catalogue'

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

/** Describes a reason as a person sees it. */
export type ShownReason = Pick<ReasonEntry, 'code' | 'name'> & { howToCorrect: ReasonEntry['howToMend'] }

/** Returns the reasons of a decision, in the words of its catalogue. */
export function shownReasons(catalogue: ReasonCatalogue, codes: readonly string[]): ShownReason[] {
  return codes.map((code) => {
    const reason = reasonIn(catalogue, code)
    if (!reason) throw new Error(`${catalogue.version} has no reason ${code}`)
    const { name, howToMend } = reason
    return { code, name, howToCorrect: howToMend }
  })
}
