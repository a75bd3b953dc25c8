'use client'
import type { FormAction } from '@/lib/core/action-result'
import { connectionLost, useActionInPlace, useAnswered } from './use-form-action'

/** Calls `onDone` in a dialog, which has scripts. A page leaves the action as it is, so that it works before any script. */
export function useActionResult<T>(act: FormAction<T>, onDone: (() => void) | undefined) {
  const answered = useAnswered(act, (_, form) => connectionLost(form))
  const withDone: FormAction<T> = async (previous, form) => {
    const result = await answered(previous, form)
    if (result.ok) onDone?.()
    return result
  }
  return useActionInPlace<T>(onDone ? withDone : answered)
}
