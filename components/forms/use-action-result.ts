'use client'
import type { FormAction } from '@/lib/core/forms/action-result'
import { connectionLost, useActionInPlace, useAnswered } from './use-form-action'

/**
 * Calls an action as `useFormAction` does, and `onDone` with what it returned, where a form is in a dialog or on a part
 * of the page that has scripts. Without `onDone` the action stays as it is, so that it works before any script.
 */
export function useActionResult<T>(act: FormAction<T>, onDone: ((value: T) => void) | undefined) {
  const answered = useAnswered(act, (_, form) => connectionLost(form))
  const withDone: FormAction<T> = async (previous, form) => {
    const result = await answered(previous, form)
    if (result.ok) onDone?.(result.value)
    return result
  }
  return useActionInPlace<T>(onDone ? withDone : answered)
}
