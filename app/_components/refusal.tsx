'use client'
import { ConfirmAgain } from '@/app/_components/confirm/confirm-again'
import { FailureText } from '@/components/forms/failure-text'
import { Alert } from '@/components/ui/alert'
import type { ActionFailure, ActionResult } from '@/lib/core/forms/action-result'

type Props =
  | {
      result: ActionResult<unknown> | null
      /** Sends the form again, where only a fresh factor is missing. */
      retry?: (form: FormData) => void | Promise<void>
    }
  /** Covers refusals of something other than a form, such as a picture that can't be shown. */
  | { result: Pick<ActionFailure, 'error' | 'params'> | null; retry?: never }

/** Shows why an action was refused, as soon as it is known. */
export function Refusal({ result, retry }: Props) {
  if (!result || ('ok' in result && result.ok)) return null
  if (retry && 'ok' in result && result.error === 'FRESH_FACTOR_NEEDED')
    return <ConfirmAgain failure={result} retry={retry} />
  return (
    <Alert tone="danger" isLive>
      <FailureText failure={result} />
    </Alert>
  )
}
