import type { ActionFailure } from '@/lib/core/action-result'
import type { Outcome } from '@/lib/db/generated/enums'

/** What a decision answers with: of the case that was decided, and the next one. */
export type DecidedAnswer = {
  reference: string
  outcome: Outcome
  decidedAt: Date
  /** For how long it can be undone; 0 when it has taken effect. */
  secondsLeft: number
  /** The page to go on to, which the address names from then on. */
  path: string
  next: { text: string } | { refused: Pick<ActionFailure, 'error' | 'params'> } | null
}
