import { hasPersonalNumber } from '@/lib/core/personal-numbers'
import type { Correction, DocumentKind, Outcome, PartKind, QualificationKind, Verdict } from '@/lib/db/generated/enums'
import type { OutlinedPlace } from '@/lib/qualifications/outlined-place'
import type { ReasonCatalogue } from '@/lib/rulebook/reason-catalogue'
import { isFinal, OTHER, type RefusedPart, reasonApplies, reasonIn } from '@/lib/rulebook/reasons'

/** A judgement is a reviewer's conclusion about one part. */
export type Judgement = {
  verdict: Verdict
  /** Codes of the catalogue that was used. */
  reasons: readonly string[]
  correction: Correction | null
  /** The field key when `correction` is FIELD. */
  correctionField: string | null
  note: string | null
  /** The place on a page of the part that the refusal is about. */
  place?: OutlinedPlace | undefined
}

/**
 * Returns the outcome, which follows from the parts alone: all accepted → approved; any final reason → rejected;
 * otherwise changes are requested. The reviewer judges the parts; the rule draws the conclusion.
 *
 * @param carried how many parts were accepted in an earlier revision. They may be all there is, where the refused part
 * is no longer submitted, such as a supporting document that was removed
 */
export function outcomeOf(
  catalogue: ReasonCatalogue,
  judgements: readonly Pick<Judgement, 'verdict' | 'reasons'>[],
  carried = 0,
): Outcome {
  if (judgements.length + carried === 0) throw new RangeError('Nothing was judged, so nothing follows')
  if (judgements.every(({ verdict }) => verdict === 'ACCEPTED')) return 'APPROVED'
  return judgements.some(({ reasons }) => reasons.some((code) => isFinal(catalogue, code)))
    ? 'REJECTED'
    : 'CHANGES_REQUESTED'
}

/** A part with what its judgement needs. `correctableFields` are the field keys that can be named for correction. */
export type JudgeablePart = RefusedPart & {
  correctableFields: readonly string[]
  /** Lists its files in this revision. */
  files: readonly { id: string; pageCount: number }[]
}

/** Returns a part in the form that the catalogue of reasons uses. */
export function refusedPart({
  kind,
  documentKind,
}: {
  kind: PartKind
  documentKind: DocumentKind | null
}): RefusedPart {
  if (kind !== 'DOCUMENT') return { kind }
  if (!documentKind) throw new Error('A document without its kind')
  return { kind, documentKind }
}

/** Problems of a judgement. Each has a sentence in `review.problems` of both languages. */
export type JudgementProblem =
  | 'ACCEPTED_WITH_REASONS'
  | 'REASON_MISSING'
  | 'REASON_NOT_FOR_PART'
  | 'CORRECTION_MISSING'
  | 'CORRECTION_NOT_FOR_PART'
  | 'NOTE_MISSING'
  | 'NOTE_WITH_NUMBER'
  | 'PLACE_NOT_ON_PART'

/**
 * Returns the first fault of a judgement; null when it may be sent. A refusal names at least one reason of the
 * catalogue, and what is to be corrected, unless a final reason leaves nothing to correct. A note never replaces a
 * reason; OTHER and final reasons need one. It is for the applicant and stays for years: no number of a person belongs
 * in it.
 */
export function judgementProblem(
  catalogue: ReasonCatalogue,
  of: QualificationKind,
  part: JudgeablePart,
  { verdict, reasons, correction, correctionField, note, place }: Judgement,
): JudgementProblem | null {
  if (verdict === 'ACCEPTED') return reasons.length > 0 || correction || note || place ? 'ACCEPTED_WITH_REASONS' : null
  if (reasons.length === 0) return 'REASON_MISSING'
  const given = reasons.map((code) => reasonIn(catalogue, code))
  if (!given.every((reason) => reason && reasonApplies(reason, of, part))) return 'REASON_NOT_FOR_PART'
  if (!correction && !given.some((reason) => reason?.kind === 'final')) return 'CORRECTION_MISSING'
  if (correction === 'PICTURE' && part.kind !== 'DOCUMENT') return 'CORRECTION_NOT_FOR_PART'
  const namesField = correctionField !== null
  if (namesField !== (correction === 'FIELD')) return 'CORRECTION_NOT_FOR_PART'
  if (namesField && !part.correctableFields.includes(correctionField)) return 'CORRECTION_NOT_FOR_PART'
  if (place && !isOnPageOf(part, place)) return 'PLACE_NOT_ON_PART'
  if (!note) return given.some((reason) => reason?.kind === 'final' || reason?.code === OTHER) ? 'NOTE_MISSING' : null
  return hasPersonalNumber(note) ? 'NOTE_WITH_NUMBER' : null
}

const isOnPageOf = ({ files }: JudgeablePart, { fileId, page }: OutlinedPlace): boolean =>
  files.some(({ id, pageCount }) => id === fileId && page < pageCount)
