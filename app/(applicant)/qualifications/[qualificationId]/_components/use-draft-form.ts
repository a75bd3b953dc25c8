'use client'
import { useTranslations } from 'next-intl'
import { type FocusEvent, type FormEvent, startTransition, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { isSignedOut, nameSender } from '@/components/forms/sign-in-again'
import { textOf } from '@/components/forms/text-of'
import { useFormAction } from '@/components/forms/use-form-action'
import { useLeaveWarning } from '@/components/forms/use-leave-warning'
import type { ActionResult, FormAction } from '@/lib/core/forms/action-result'
import type { Saved } from './after-saving'

/** Lasts from the last keystroke until what was typed is saved. */
const PAUSE_MS = 900
/** Lasts from a save that got no answer until the next try, unless the browser is online again sooner. */
const RETRY_MS = 15_000

/**
 * Runs a form that saves itself. Its saves are sent one after another, each with what the one before left as seen: a
 * second save that overtook the first would look like another device's.
 *
 * Before scripts run it is a plain form with the same action.
 */
export function useDraftForm(action: FormAction<Saved>, seenAtFirst: string) {
  const [result, dispatch, isPending] = useFormAction(action, {
    resend: (refused) => send(textOf(refused.get('intent')), answersOf(refused)),
    isByItself: (sent) => textOf(sent.get('intent')) === '' && !sent.has('overwrite') && !sent.has('drop'),
  })
  const form = useRef<HTMLFormElement>(null)
  // A form that came back before scripts ran shows what was sent, not what is stored by now.
  const [seenHere] = useState(() => (result?.ok === false ? textOf(result.sent.seen) : seenAtFirst))
  const seen = useRef(seenHere)
  /** Names the answers of a conflict that came before scripts ran, for the next save. */
  const touchedHere = result?.ok === false && result.error === 'CONFLICT' ? String(result.params.answers ?? '') : ''
  /** Holds the names of what was typed since the last save, and of what the save in progress has. */
  const touched = useRef(new Set<string>())
  const saving = useRef<ReadonlySet<string>>(new Set(namesIn(touchedHere)))
  const timer = useRef(0)
  const pending = useRef(false)
  /** Says whether something was typed that no save has. */
  const isUnsent = useRef(false)
  /** Holds what was requested while a save was in progress. */
  const next = useRef<{ intent: string; answers: Answers } | null>(null)
  const [wantsToContinue, setWantsToContinue] = useState(false)
  const [isDirty, setDirty] = useState(false)
  /** Counts how often a button was pressed. */
  const [attempt, setAttempt] = useState(0)
  /** Holds the intent of the newest save. */
  const [newestIntent, setIntent] = useState('')

  const send = (intent: string, answers: Answers = {}) => {
    window.clearTimeout(timer.current)
    if (!form.current) return
    setIntent(intent)
    if (pending.current) {
      next.current = {
        intent: intent || (next.current?.intent ?? ''),
        answers: { ...next.current?.answers, ...answers },
      }
      return
    }
    const data = contentOf(form.current, intent)
    saving.current = touched.current
    touched.current = new Set()
    for (const [name, value] of Object.entries(answers)) data.set(name, value)
    pending.current = true
    isUnsent.current = false
    setDirty(false)
    startTransition(() => dispatch(data))
  }

  const contentOf = (shown: HTMLFormElement, intent: string) => {
    const data = new FormData(shown)
    data.set('seen', seen.current)
    data.set('intent', intent)
    data.set('touched', [...touched.current].join(','))
    return data
  }

  const touch = (name?: string) => {
    if (name) touched.current.add(name)
    isUnsent.current = true
    setDirty(true)
    window.clearTimeout(timer.current)
    timer.current = window.setTimeout(() => send(''), PAUSE_MS)
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: when an answer comes, and only then
  useEffect(() => {
    if (isPending) return
    pending.current = false
    if (result?.ok) seen.current = result.value.seen
    else for (const name of saving.current) touched.current.add(name)
    saving.current = new Set()
    const waiting = next.current
    next.current = null
    if (waiting) send(waiting.intent, waiting.answers)
  }, [isPending, result])

  useEffect(() => () => window.clearTimeout(timer.current), [])
  useSavedAtOnce(isUnsent, {
    here: () => send(''),
    gone: () => {
      // What would follow another save has to know its answer, and that finds nobody here.
      if (!form.current || pending.current) return
      action(null, nameSender(contentOf(form.current, ''))).catch(() => {})
    },
  })

  // What was typed is on this page alone: the server has not seen it, or refused it since the session has ended.
  const isHereOnly = result?.ok === false && (result.error === 'CONNECTION_LOST' || isSignedOut(result))
  useLeaveWarning(isHereOnly, useTranslations('applicant.draft')('leave'))

  const isCutOff = result?.ok === false && result.error === 'CONNECTION_LOST' && !isPending
  // biome-ignore lint/correctness/useExhaustiveDependencies: from when the connection is lost until a save is tried
  useEffect(() => {
    if (!isCutOff) return
    const again = () => send('')
    const retry = window.setInterval(again, RETRY_MS)
    window.addEventListener('online', again)
    return () => {
      window.clearInterval(retry)
      window.removeEventListener('online', again)
    }
  }, [isCutOff])

  return {
    result,
    /** Says what the form shows when it is sent without scripts. */
    seenHere,
    touchedHere,
    attempt,
    /** Says whether the button's own save is in progress: an automatic save must not block the button. */
    isGoingOn: isPending && newestIntent === 'continue',
    /**
     * Says whether missing answers are shown, too: from the time when the applicant pressed "continue". What a save
     * that failed had filled in, no answer knows of.
     */
    showsMissing: result ? result.ok && (wantsToContinue || result.value.intent === 'continue') : wantsToContinue,
    state: saveState(result, isPending, isDirty),
    send,
    /** Notes a change other than by typing: a row was added or removed. */
    touch: () => touch(),
    form: {
      ref: form,
      action: dispatch,
      noValidate: true,
      onInput: ({ target }: FormEvent) => {
        const field = target as HTMLInputElement
        // A file that is chosen in between goes its own way.
        if (field.form === form.current) touch(field.name)
      },
      onBlur: ({ relatedTarget }: FocusEvent) => {
        // What a button does, it does with what was typed; a save before it could move it away from under the pointer.
        if (isDirty && !(relatedTarget instanceof HTMLButtonElement)) send('')
      },
      onSubmit: (event: FormEvent<HTMLFormElement>) => {
        event.preventDefault()
        setAttempt((before) => before + 1)
        const button = (event.nativeEvent as SubmitEvent).submitter as HTMLButtonElement | null
        if (button?.name === 'overwrite' || button?.name === 'drop') return send('', { [button.name]: button.value })
        const intent = button?.name === 'intent' ? button.value : 'continue'
        if (intent === 'continue') setWantsToContinue(true)
        send(intent)
      },
    },
  }
}

/**
 * Saves what was typed within the last second when the page is hidden, about to be loaded again, or left for another
 * one. Before a page is loaded, the browser asks: the save might come too late for that page, or not at all.
 *
 * @param save.here runs while the form stays
 * @param save.gone runs while the form is taken away: no answer finds it any more
 */
function useSavedAtOnce(isUnsent: { readonly current: boolean }, save: { here: () => void; gone: () => void }) {
  const latest = useRef(save)
  latest.current = save
  useEffect(() => {
    const onHidden = () => {
      if (document.visibilityState === 'hidden' && isUnsent.current) latest.current.here()
    }
    const onLeave = (event: BeforeUnloadEvent) => {
      if (!isUnsent.current) return
      event.preventDefault()
      latest.current.here()
    }
    document.addEventListener('visibilitychange', onHidden)
    window.addEventListener('beforeunload', onLeave)
    return () => {
      document.removeEventListener('visibilitychange', onHidden)
      window.removeEventListener('beforeunload', onLeave)
    }
  }, [isUnsent])
  // An effect of layout ends while the form is still there.
  useLayoutEffect(
    () => () => {
      if (isUnsent.current) latest.current.gone()
    },
    [isUnsent],
  )
}

/** Holds what a person answered to a save that was refused. */
type Answers = { overwrite?: string; drop?: string }

const answersOf = (sent: FormData): Answers =>
  Object.fromEntries(['overwrite', 'drop'].flatMap((name) => (sent.has(name) ? [[name, textOf(sent.get(name))]] : [])))

const namesIn = (text: string): string[] => text.split(',').filter((name) => name !== '')

export type SaveState = 'idle' | 'typing' | 'saving' | 'saved' | 'failed' | 'undecided'

/** Lists the refusals that ask which answers count. */
const CHOICES: readonly string[] = ['CONFLICT', 'DROPS_FILES']

function saveState(result: ActionResult<Saved> | null, isPending: boolean, isDirty: boolean): SaveState {
  if (isPending) return 'saving'
  if (isDirty) return 'typing'
  if (!result) return 'idle'
  if (result.ok) return 'saved'
  return CHOICES.includes(result.error) ? 'undecided' : 'failed'
}
