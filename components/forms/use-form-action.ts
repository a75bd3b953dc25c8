'use client'
import { unstable_rethrow } from 'next/navigation'
import { startTransition, useActionState, useRef } from 'react'
import { useHydrated } from '@/components/ui/use-hydrated'
import type { ActionFailure, ActionResult, FormAction } from '@/lib/core/forms/action-result'
import { forgetful, valuesSent } from '@/lib/core/forms/sent-values'
import { isConnectionLost } from './connection-lost'
import { askToSignIn, isSignedOut, nameSender, signInsSoFar } from './sign-in-again'

type Options = {
  /** Sends again what an ended session refused; without it, the same form is sent. */
  resend?: (form: FormData) => void
  /** Returns whether the form was sent without a press of a button. */
  isByItself?: (form: FormData) => boolean
}

/**
 * Calls a form's action as `useActionState` does. When the connection is lost, the form stays with all that was typed
 * and says so; without this, an error page would replace it. When the session has ended, it asks to sign in, and is
 * sent again. Before scripts run it is the action itself, so that the form works without them.
 */
export function useFormAction<T>(action: FormAction<T>, options?: Options) {
  return useActionInPlace(
    useAnswered(action, (_, form) => connectionLost(form)),
    options,
  )
}

/**
 * Calls an action as `useActionState` does, and again once the person whose session had ended signed in where they are.
 */
export function useActionInPlace<T>(action: FormAction<T>, { resend, isByItself }: Options = {}) {
  const isHydrated = useHydrated()
  const send = useRef<(form: FormData) => void>(() => {})
  const asking: FormAction<T> = async (previous, form) => {
    const sentAfter = signInsSoFar()
    const result = await action(previous, nameSender(form))
    if (!result.ok && isSignedOut(result)) {
      askToSignIn(() => send.current(form), sentAfter, isByItself?.(form))
    }
    return result
  }
  const [result, dispatch, isPending] = useActionState<ActionResult<T> | null, FormData>(
    isHydrated ? asking : action,
    null,
  )
  send.current = resend ?? ((form) => startTransition(() => dispatch(form)))
  return [result, dispatch, isPending] as const
}

type Act<S, P> = (previous: P, form: FormData) => Promise<S>

/** Returns an action that answers by `otherwise` when the connection is lost. */
export function useAnswered<S, P>(action: Act<S, P>, otherwise: (previous: P, form: FormData) => S): Act<S, P> {
  const isHydrated = useHydrated()
  if (!isHydrated) return action
  return async (previous, form) => {
    try {
      return await action(previous, form)
    } catch (error) {
      unstable_rethrow(error) // redirects and the like belong to the framework
      if (!isConnectionLost(error)) throw error
      return otherwise(previous, form)
    }
  }
}

/** Returns the failure of a form that got no answer. */
export function connectionLost(form: FormData): ActionFailure {
  return { ok: false, error: 'CONNECTION_LOST', params: {}, sent: forgetful(valuesSent(form)), fields: {} }
}
