import type { ActionFailure, Sent } from '@/lib/core/forms/action-result'
import type { ConfirmedResult } from '@/lib/core/forms/confirmed'

/** Describes an act that waits to be confirmed. */
export type WaitingStep = {
  /** Holds what was sent to do the act. */
  sent: Sent
  /** Says whether a code was sent to the phone, as far as is known. */
  isSent: boolean
  /** Says why the act failed, if it was tried. */
  failure: ActionFailure | null
}

/** Lists the refusals after which the same act may be confirmed by another code, or a little later. */
const TRIED_AGAIN: ReadonlySet<ActionFailure['error']> = new Set([
  'CODE_WRONG',
  'CODE_EXPIRED',
  'CODE_NOT_HERE',
  'FACTOR_WRONG',
  'FRESH_CODE_NEEDED',
  'RATE_LIMITED',
  'CONNECTION_LOST',
  'DATABASE_UNAVAILABLE',
  'UNAUTHENTICATED',
])

/**
 * Returns the step in which an act waits to be confirmed; null before that, and when it is done or finally refused.
 *
 * @param isEdited the form still shows its fields: a person corrects them, and confirms by the same code, which a
 *   refused act
 * does not use up
 */
export function waitingStep(result: ConfirmedResult<unknown>, isEdited = false): WaitingStep | null {
  if (!result) return null
  if (result.ok) {
    if (result.value.step === 'DONE') return null
    const { sent, isSent } = result.value
    return { sent, isSent, failure: null }
  }
  const { error, fields, sent } = result
  const wasConfirmed = sent.intent === undefined
  const hasNoPhone = error === 'FORBIDDEN' && !wasConfirmed
  const isWaiting = (isEdited && wasConfirmed) || fields.code !== undefined || hasNoPhone || TRIED_AGAIN.has(error)
  return isWaiting ? { sent, isSent: sent.intent !== 'start', failure: result } : null
}
