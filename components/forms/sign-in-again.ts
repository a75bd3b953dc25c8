'use client'
import { useSyncExternalStore } from 'react'
import { PAGE_OF } from '@/lib/core/forms/page-of'

type State = {
  /** Holds the id of the person who opened the page, which then has a dialog to sign in with. */
  person: string | null
  isOpen: boolean
  /** Counts how often somebody signed in again on this page. */
  times: number
}

const AT_FIRST: State = { person: null, isOpen: false, times: 0 }
let state = AT_FIRST
/** Sends again what was refused. */
let resend: (() => void) | null = null
/** Says whether the dialog was closed without signing in: it does not open by itself then. */
let isDismissed = false
const listeners = new Set<() => void>()

function change(to: Partial<State>): void {
  state = { ...state, ...to }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useSignInAgain = (): State =>
  useSyncExternalStore(
    subscribe,
    () => state,
    () => AT_FIRST,
  )

/** Returns whether an act was refused because the person of the page is not signed in, or another is. */
export const isSignedOut = ({ error }: { error: string }): boolean =>
  error === 'UNAUTHENTICATED' || error === 'OTHER_PERSON'

/** Returns who opened the page; null where nobody is signed in. */
export const pageOf = (): string | null => state.person

/** Names in a form the person who opened its page: of anybody else it is refused. */
export function nameSender(form: FormData): FormData {
  if (state.person) form.set(PAGE_OF, state.person)
  return form
}

/** Returns how often somebody signed in again on this page. */
export const signInsSoFar = (): number => state.times

/** Says that the page of this person has the dialog, until the returned function is called. */
export function offerSignInAgain(person: string): () => void {
  change({ person })
  return () => {
    resend = null
    isDismissed = false
    change({ person: null, isOpen: false })
  }
}

/**
 * Asks the person of the page to sign in again where they are, since their session has ended, and then calls `again`.
 * What is refused while the dialog is open is no reason to ask twice. What was sent before somebody signed in, and is
 * refused after it, is sent again.
 *
 * @param sentAfter how often somebody had signed in again (`signInsSoFar`) when it was sent
 * @param isByItself nobody pressed anything: a dialog that was dismissed does not return
 */
export function askToSignIn(again: (() => void) | null, sentAfter = state.times, isByItself = false): void {
  if (sentAfter !== state.times) {
    again?.()
    return
  }
  if (!state.person || state.isOpen || (isByItself && isDismissed)) return
  resend = again
  change({ isOpen: true })
}

/**
 * Closes the dialog without signing in. The page may change from here on, so that what was refused is not sent again.
 */
export function dismissSignIn(): void {
  if (!state.isOpen) return
  resend = null
  isDismissed = true
  change({ isOpen: false })
}

/** Closes the dialog after its person signed in, and sends again what was refused. */
export function signedInAgain(): void {
  const again = resend
  resend = null
  isDismissed = false
  change({ isOpen: false, times: state.times + 1 })
  again?.()
}
