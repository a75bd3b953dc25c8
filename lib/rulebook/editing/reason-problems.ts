import { QualificationKind } from '@/lib/db/generated/enums'
import { BUILT_IN_REASONS } from '../built-in'
import type { ReasonCatalogue, ReasonEntry } from '../reason-catalogue'
import { isFinal, OTHER, reasonIn } from '../reasons'
import { problem, type RuleProblem, repeated } from './problems'
import { REASON_LENGTHS } from './reason-lengths'
import { wordProblems } from './word-problems'

/**
 * Returns what makes a catalogue unfit for refusals: a reviewer must always find a reason, and an applicant must find
 * its words.
 */
export function reasonProblems(catalogue: ReasonCatalogue): RuleProblem[] {
  const { reasons } = catalogue
  const codes = reasons.map(({ code }) => code)
  const offeredFinals = reasons.filter(({ isOffered, code }) => isOffered && isFinal(catalogue, code))
  return [
    ...repeated(codes).map((code) => problem('REASON_REPEATED', code)),
    ...(isOtherOffered(catalogue) ? [] : [problem('OTHER_NEEDED', OTHER)]),
    ...(offeredFinals.length > 0 ? [] : [problem('FINAL_NEEDED', '')]),
    ...reasons.flatMap(problemsOfReason),
  ]
}

function problemsOfReason({ code, parts, documents, name, means, howToMend }: ReasonEntry): RuleProblem[] {
  return [
    ...(parts.length + documents.length > 0 ? [] : [problem('REASON_NOWHERE', code)]),
    ...wordProblems(code, name, REASON_LENGTHS.name),
    ...wordProblems(code, means, REASON_LENGTHS.means),
    ...wordProblems(code, howToMend, REASON_LENGTHS.howToCorrect),
  ]
}

/**
 * Returns whether OTHER can still be given for all that the first catalogue allows: no part may be left without a
 * reason.
 */
function isOtherOffered(catalogue: ReasonCatalogue): boolean {
  const other = reasonIn(catalogue, OTHER)
  const first = reasonIn(BUILT_IN_REASONS, OTHER)
  if (!other?.isOffered || other.kind !== 'retry') return false
  const kinds = other.kinds ?? Object.values(QualificationKind)
  return (
    Object.values(QualificationKind).every((kind) => kinds.includes(kind)) &&
    (first?.parts ?? []).every((part) => other.parts.includes(part)) &&
    (first?.documents ?? []).every((document) => other.documents.includes(document))
  )
}
