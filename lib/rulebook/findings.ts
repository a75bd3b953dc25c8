import type { DocumentKind, FindingCode, ShownSeverity } from '@/lib/db/generated/enums'
import type { FilePlace } from './file-places'
import type { Place, Problem, ProblemCode } from './problems'
import type { PlannedPart } from './requirements'

/** A `block` prevents the submission; past a `warn` and a `note` the applicant may continue, and both are stored. */
export type Severity = 'block' | ShownSeverity

/** The part that a finding is about and, where there is one, the field or the sample message in it. */
export type FindingPlace = Place | { on: 'GROUP'; group: string }

/**
 * Describes what the check page shows of a draft before it is submitted. Everything that examines a draft or its files
 * adds to the one list of these. `params` are figures for the sentence, never typed values.
 */
export type Finding = {
  /** Names the sentence: in `rulebook.problems` for what the rules require, otherwise in `rulebook.findings`. */
  code: ProblemCode | FindingCode | 'FILES_EXAMINED' | 'FILES_UNCONFIRMED'
  severity: Severity
  place: FindingPlace
  params: Readonly<Record<string, number>>
  /** The pages of a letter that it is about, where that is known. */
  letterPages?: readonly number[]
  /** The pages of its files that it is about, where those are of a letter and have several. */
  filePlaces?: readonly FilePlace[]
  /** The document that the picture belongs to, where it seems to be that of another one. */
  fits?: DocumentKind
}

/** A finding that a submission may continue past. */
export type Warning = Finding & { code: FindingCode; severity: ShownSeverity }

export const isWarning = (finding: Finding): finding is Warning => finding.severity !== 'block'

/** Returns whether it is about files that are being examined, for which the applicant has only to wait. */
export const isBeingExamined = ({ code }: Finding): boolean => code === 'FILES_EXAMINED'

export const blocked = (problem: Problem): Finding => ({ ...problem, severity: 'block' })

export const warned = (code: FindingCode, place: FindingPlace, params: Finding['params'] = {}): Warning => ({
  ...{ code, severity: 'warn', place, params },
})

const WEIGHTS: readonly Severity[] = ['block', 'warn', 'note']

/** Returns the findings worst first; those of one severity stay in their order. */
export const worstFirst = <F extends Finding>(findings: readonly F[]): F[] =>
  WEIGHTS.flatMap((severity) => findings.filter((finding) => finding.severity === severity))

/** Returns whether the place belongs to the part. */
export function isPlaceIn(part: PlannedPart, place: FindingPlace): boolean {
  switch (place.on) {
    case 'FIELD':
    case 'GROUP':
      return part.kind === 'FIELDS' && part.fieldGroup === place.group
    case 'DOCUMENT':
      return (
        part.kind === 'DOCUMENT' &&
        part.documentKind === place.kind &&
        part.senderSignatureId === place.senderSignatureId
      )
    case 'SIGNATURE':
      return part.kind === 'SENDER_SIGNATURE' && part.senderSignatureId === place.id
    case 'SIGNATURES':
      return false
    case 'SAMPLE':
    case 'SAMPLES':
      return part.kind === 'SAMPLE_MESSAGES'
  }
}

/** Returns the field key, or the id of the sample message, that a finding is about in its part. */
export function fieldOf(place: FindingPlace): string | null {
  if (place.on === 'FIELD') return place.key
  return place.on === 'SAMPLE' ? place.id : null
}
