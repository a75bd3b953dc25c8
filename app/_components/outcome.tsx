'use client'
import { Alert } from '@/components/ui/alert'
import type { ActionResult } from '@/lib/core/forms/action-result'
import { Refusal } from './refusal'

type Props<T> = {
  result: ActionResult<T> | null
  /** Sends the form again, where only a fresh factor is missing. */
  retry?: (form: FormData) => void | Promise<void>
  /** Says what was done. */
  done: (value: T) => string
}

/** Shows why an action was refused, or that it is done, as soon as it is known. */
export function Outcome<T>({ result, retry, done }: Props<T>) {
  if (!result?.ok) return <Refusal result={result} {...(retry ? { retry } : {})} />
  return (
    <Alert tone="success" isLive>
      {done(result.value)}
    </Alert>
  )
}
