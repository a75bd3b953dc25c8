import type { ActionResult, Sent } from './action-result'

/**
 * The action of an act that is confirmed (decision 106) answers with this: first that it waits for a code, or a
 * passkey, with what was sent, and then what was done.
 */
export type Confirmed<T> =
  | {
      step: 'CONFIRM'
      /** A code was sent; otherwise the person may choose a passkey instead. */
      isSent: boolean
      sent: Sent
    }
  | { step: 'DONE'; value: T }

export type ConfirmedResult<T> = ActionResult<Confirmed<T>> | null

/** Returns the result of an act that was confirmed and done, or failed; null while it waits for being confirmed. */
export function doneOf<T>(result: ConfirmedResult<T>): ActionResult<T> | null {
  if (!result?.ok) return result
  return result.value.step === 'DONE' ? { ok: true, value: result.value.value } : null
}
