'use client'
import { useActionState } from 'react'
import type { ActionResult } from '@/lib/web/form-action'

type Act<T> = (previous: unknown, form: FormData) => Promise<ActionResult<T>>

/** A page leaves the action as it is, so that it works before any script; a dialog, which is one, is told. */
export function useTold<T>(act: Act<T>, onDone: (() => void) | undefined) {
  const told = async (previous: unknown, form: FormData) => {
    const result = await act(previous, form)
    if (result.ok) onDone?.()
    return result
  }
  return useActionState<ActionResult<T> | null, FormData>(onDone ? told : act, null)
}
