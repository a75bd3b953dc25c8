import { DAY } from '@/lib/core/clock'
import type { DocumentKind, Mend, Outcome, PartKind, QualificationKind, Verdict } from '@/lib/db/generated/enums'
import { isFinal, OTHER, type ReasonCatalogue, type RefusedPart, reasonApplies, reasonIn } from '@/lib/rulebook/reasons'

/** What a reviewer concluded about one part. */
export type Judgement = {
  verdict: Verdict
  /** Codes of the catalogue at hand. */
  reasons: readonly string[]
  mend: Mend | null
  /** Which field, when mend is FIELD. */
  mendField: string | null
  note: string | null
}

/**
 * What follows from the parts, and nothing else: all accepted → approved; any final reason → rejected; otherwise changes
 * are asked for. The reviewer judges the parts; the rule draws the conclusion.
 *
 * @param carried how many parts were accepted in an earlier revision: where what was refused is no longer handed in, as
 * a supporting document that was taken out, nothing else is left
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

/** A part as far as judging it goes. `mendableFields` are the field keys that can be named as what is to be mended. */
export type JudgeablePart = RefusedPart & { mendableFields: readonly string[] }

/** A part as the catalogue of reasons knows it. */
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

/** What is missing or wrong in a judgement. Each has a sentence in `review.problems` of both message files. */
export type JudgementProblem =
  | 'ACCEPTED_WITH_REASONS'
  | 'REASON_MISSING'
  | 'REASON_NOT_FOR_PART'
  | 'MEND_MISSING'
  | 'MEND_NOT_FOR_PART'
  | 'NOTE_MISSING'

/**
 * The first fault of a judgement; null when it may be sent. A refusal names at least one reason of the catalogue, and
 * what is to be mended, unless a final reason leaves nothing to mend. A note is added, never alone; OTHER needs one.
 */
export function judgementProblem(
  catalogue: ReasonCatalogue,
  of: QualificationKind,
  part: JudgeablePart,
  { verdict, reasons, mend, mendField, note }: Judgement,
): JudgementProblem | null {
  if (verdict === 'ACCEPTED') return reasons.length > 0 || mend || note ? 'ACCEPTED_WITH_REASONS' : null
  if (reasons.length === 0) return 'REASON_MISSING'
  const given = reasons.map((code) => reasonIn(catalogue, code))
  if (!given.every((reason) => reason && reasonApplies(reason, of, part))) return 'REASON_NOT_FOR_PART'
  if (!mend && !given.some((reason) => reason?.kind === 'final')) return 'MEND_MISSING'
  if (mend === 'PICTURE' && part.kind !== 'DOCUMENT') return 'MEND_NOT_FOR_PART'
  const namesField = mendField !== null
  if (namesField !== (mend === 'FIELD')) return 'MEND_NOT_FOR_PART'
  if (namesField && !part.mendableFields.includes(mendField)) return 'MEND_NOT_FOR_PART'
  return reasons.includes(OTHER) && !note ? 'NOTE_MISSING' : null
}

/**
 * Until when an approval lasts: the rulebook's term, or the end of the first document that ends before.
 *
 * @param lastDays YYYY-MM-DD, the last day in Shanghai on which each document with an end is valid
 */
export function validUntil(approvedAt: Date, months: number, lastDays: readonly string[]): Date {
  const ends = lastDays.map((day) => Date.parse(`${day}T00:00:00+08:00`) + DAY)
  return new Date(Math.min(monthsLater(approvedAt, months).getTime(), ...ends))
}

/** The same day of the month, or its last one where it has no such day. */
function monthsLater(from: Date, months: number): Date {
  const later = new Date(from)
  later.setUTCMonth(from.getUTCMonth() + months)
  if (later.getUTCDate() !== from.getUTCDate()) later.setUTCDate(0)
  return later
}
