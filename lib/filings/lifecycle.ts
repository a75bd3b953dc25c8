import type { FilingState } from '@/lib/db/generated/enums'

/**
 * What may follow what, as a carrier has it. Staying is keeping the record: a number that came later, a date mistyped.
 * A filing is taken back before the carrier answered; one that took effect can still be struck off, as in a carrier's
 * own review, and is then filed again like any that failed.
 */
export const FOLLOWS: Readonly<Record<FilingState, readonly FilingState[]>> = {
  NOT_FILED: ['FILED'],
  FILED: ['FILED', 'EFFECTIVE', 'FAILED', 'NOT_FILED'],
  EFFECTIVE: ['EFFECTIVE', 'FAILED'],
  FAILED: ['FAILED', 'FILED'],
}

export const mayFollow = (from: FilingState, to: FilingState): boolean => FOLLOWS[from].includes(to)

/** Of the number that a carrier appends to the port, in digits. */
export const EXTENSION_MAX = 20
/** Of a reason, in UTF-16 code units. */
export const REASON_MAX = 300

/** A filing as it is kept by hand; dates are YYYY-MM-DD in Shanghai. */
export type FilingEntry = {
  state: FilingState
  extensionNumber: string | null
  reason: string | null
  filedOn: string | null
  effectiveOn: string | null
}

/** What is wrong with an entry. Each has a sentence in `filings.problems` of both message files. */
export type FilingProblem =
  | 'FILED_ON_MISSING'
  | 'FILED_ON_IN_FUTURE'
  | 'EFFECTIVE_ON_MISSING'
  | 'EFFECTIVE_ON_IN_FUTURE'
  | 'EFFECTIVE_BEFORE_FILED'
  | 'REASON_MISSING'

/** The first fault; null when it can be kept. */
export function filingProblem(entry: FilingEntry, today: string): FilingProblem | null {
  const { state, reason, filedOn, effectiveOn } = entry
  if (state === 'NOT_FILED') return null
  if (!filedOn) return 'FILED_ON_MISSING'
  if (filedOn > today) return 'FILED_ON_IN_FUTURE'
  if (state === 'EFFECTIVE' && !effectiveOn) return 'EFFECTIVE_ON_MISSING'
  if (effectiveOn && effectiveOn > today) return 'EFFECTIVE_ON_IN_FUTURE'
  if (effectiveOn && effectiveOn < filedOn) return 'EFFECTIVE_BEFORE_FILED'
  return state === 'FAILED' && !reason ? 'REASON_MISSING' : null
}

/** Without what does not belong to its state: the form may still hold it from another. */
export function filingKept(entry: FilingEntry): FilingEntry {
  const { state, extensionNumber, reason, filedOn, effectiveOn } = entry
  if (state === 'NOT_FILED') return { state, extensionNumber: null, reason: null, filedOn: null, effectiveOn: null }
  return {
    state,
    extensionNumber,
    reason: state === 'FAILED' ? reason : null,
    filedOn,
    effectiveOn: state === 'FILED' ? null : effectiveOn,
  }
}
