import type { ActionFailure } from '@/lib/core/forms/action-result'
import type { Outcome } from '@/lib/db/generated/enums'

/** Describes the answer to a decision: the case that was decided, and the next one. */
export type DecidedAnswer = {
  reference: string
  outcome: Outcome
  decidedAt: Date
  /** Counts the seconds in which it can be undone; 0 when it has taken effect. */
  secondsLeft: number
  /** Names the next page, which is in the address bar from then on. */
  path: string
  next: { text: string } | { refused: Pick<ActionFailure, 'error' | 'params'> } | null
}
