'use client'
import { type FocusEvent, type FormEvent, startTransition, useActionState, useEffect, useRef, useState } from 'react'
import type { ActionResult, FormAction } from '@/lib/web/form-action'
import type { Saved } from './after-saving'

/** From the last keystroke until what was typed is saved. */
const PAUSE_MS = 900

/**
 * A form that saves itself. What it sends goes one after another, each with what the one before left as seen: a second
 * save that overtook the first would look like another device's.
 *
 * Before scripts run it is a plain form with the same action.
 */
export function useDraftForm(action: FormAction<Saved>, seenAtFirst: string) {
  const [result, dispatch, isPending] = useActionState<ActionResult<Saved> | null, FormData>(action, null)
  const form = useRef<HTMLFormElement>(null)
  const seen = useRef(seenAtFirst)
  const timer = useRef(0)
  const pending = useRef(false)
  /** What was asked for while something was on its way. */
  const next = useRef<{ intent: string; overwrite: string } | null>(null)
  const [isAsked, setAsked] = useState(false)
  const [isDirty, setDirty] = useState(false)
  /** What the newest save was asked for by. */
  const [asked, setIntent] = useState('')

  const send = (intent: string, overwrite = '') => {
    window.clearTimeout(timer.current)
    if (!form.current) return
    setIntent(intent)
    if (pending.current) {
      next.current = { intent: intent || (next.current?.intent ?? ''), overwrite }
      return
    }
    const data = new FormData(form.current)
    data.set('seen', seen.current)
    data.set('intent', intent)
    if (overwrite) data.set('overwrite', overwrite)
    pending.current = true
    setDirty(false)
    startTransition(() => dispatch(data))
  }

  const touch = () => {
    setDirty(true)
    window.clearTimeout(timer.current)
    timer.current = window.setTimeout(() => send(''), PAUSE_MS)
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: when an answer comes, and only then
  useEffect(() => {
    if (isPending) return
    pending.current = false
    if (result?.ok) seen.current = result.value.seen
    const waiting = next.current
    next.current = null
    if (waiting) send(waiting.intent, waiting.overwrite)
  }, [isPending, result])

  useEffect(() => () => window.clearTimeout(timer.current), [])

  return {
    result,
    /** A save that goes by itself must not stand in the way of the button. */
    isGoingOn: isPending && asked === 'continue',
    /** Whether they asked to go on: from then on, what is missing is said, too. */
    isAsked: isAsked || (result?.ok === true && result.value.intent === 'continue'),
    state: saveState(result, isPending, isDirty),
    send,
    /** Something changed otherwise than by typing: a row was added or removed. */
    touch,
    form: {
      ref: form,
      action: dispatch,
      noValidate: true,
      onInput: touch,
      onBlur: ({ relatedTarget }: FocusEvent) => {
        // What a button does, it does with what was typed; a save before it could move it away from under the pointer.
        if (isDirty && !(relatedTarget instanceof HTMLButtonElement)) send('')
      },
      onSubmit: (event: FormEvent<HTMLFormElement>) => {
        event.preventDefault()
        const button = (event.nativeEvent as SubmitEvent).submitter as HTMLButtonElement | null
        if (button?.name === 'overwrite') return send('', 'yes')
        const intent = button?.name === 'intent' ? button.value : 'continue'
        if (intent === 'continue') setAsked(true)
        send(intent)
      },
    },
  }
}

export type SaveState = 'idle' | 'typing' | 'saving' | 'saved' | 'failed'

function saveState(result: ActionResult<Saved> | null, isPending: boolean, isDirty: boolean): SaveState {
  if (isPending) return 'saving'
  if (isDirty) return 'typing'
  if (!result) return 'idle'
  return result.ok ? 'saved' : 'failed'
}
