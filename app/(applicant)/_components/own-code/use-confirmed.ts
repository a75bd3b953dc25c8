'use client'
import { useMemo } from 'react'
import { useFormAction } from '@/components/forms/use-form-action'
import type { FormAction } from '@/lib/core/forms/action-result'
import { type Confirmed, doneOf } from '@/lib/core/forms/confirmed'
import { waitingStep } from './waiting-step'

/**
 * Calls the action of an act that is confirmed each time. Either it waits in a step, or there is a result, or neither.
 *
 * @param isEdited the act's own form shows the step, and its fields with it
 */
export function useConfirmed<T>(act: FormAction<Confirmed<T>>, { isEdited = false } = {}) {
  const [answer, action] = useFormAction(act)
  const step = useMemo(() => waitingStep(answer, isEdited), [answer, isEdited])
  const result = useMemo(() => (step ? null : doneOf(answer)), [answer, step])
  const failure = answer && !answer.ok ? answer : null
  const sent = step?.sent ?? failure?.sent ?? {}
  return { action, step, result, failure, sent }
}
