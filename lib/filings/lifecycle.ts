import { hasPersonalNumber } from '@/lib/core/personal-numbers'
import type { FilingState } from '@/lib/db/generated/enums'

/**
 * Lists which state may follow which, as carriers have it. A state may follow itself: the record changes, for a number
 * that came later or a mistyped date. A filing can be withdrawn before the carrier answers. A carrier can still remove
 * one that took effect, as in its own review; it is then filed again like any other that failed.
 */
export const FOLLOWS: Readonly<Record<FilingState, readonly FilingState[]>> = {
  NOT_FILED: ['FILED'],
  FILED: ['FILED', 'EFFECTIVE', 'FAILED', 'NOT_FILED'],
  EFFECTIVE: ['EFFECTIVE', 'FAILED'],
  FAILED: ['FAILED', 'FILED'],
}

export const mayFollow = (from: FilingState, to: FilingState): boolean => FOLLOWS[from].includes(to)

/** Limits the digits of the number that a carrier appends to the port. */
export const EXTENSION_MAX = 20
/** Limits a reason, in UTF-16 code units. */
export const REASON_MAX = 300

/** Describes a filing as a person records it; dates are YYYY-MM-DD in Shanghai. */
export type FilingEntry = {
  state: FilingState
  extensionNumber: string | null
  reason: string | null
  filedOn: string | null
  effectiveOn: string | null
}

/** Names what is wrong with an entry. Each has a sentence in `filings.problems` of both message files. */
export type FilingProblem =
  | 'FILED_ON_MISSING'
  | 'FILED_ON_IN_FUTURE'
  | 'EFFECTIVE_ON_MISSING'
  | 'EFFECTIVE_ON_IN_FUTURE'
  | 'EFFECTIVE_BEFORE_FILED'
  | 'REASON_MISSING'
  | 'NOTE_WITH_NUMBER'

/** Returns the first problem of an entry, or null when it can be stored. */
export function filingProblem(entry: FilingEntry, today: string): FilingProblem | null {
  const { state, reason, filedOn, effectiveOn } = entry
  if (state === 'NOT_FILED') return null
  if (!filedOn) return 'FILED_ON_MISSING'
  if (filedOn > today) return 'FILED_ON_IN_FUTURE'
  if (state === 'EFFECTIVE' && !effectiveOn) return 'EFFECTIVE_ON_MISSING'
  if (effectiveOn && effectiveOn > today) return 'EFFECTIVE_ON_IN_FUTURE'
  if (effectiveOn && effectiveOn < filedOn) return 'EFFECTIVE_BEFORE_FILED'
  if (state !== 'FAILED') return null
  if (!reason) return 'REASON_MISSING'
  return hasPersonalNumber(reason) ? 'NOTE_WITH_NUMBER' : null
}

/** Drops the fields that do not belong to the entry's state: the form may still contain them from another state. */
export function storedFiling(entry: FilingEntry): FilingEntry {
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
