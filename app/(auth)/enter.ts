import 'server-only'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { PendingStep } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { IdText } from '@/lib/core/id-text'
import { readWaysToConfirm } from '@/lib/sign-in/factors/read-factors'
import { endSession } from '@/lib/sign-in/sessions/end-sessions'
import { readAnySession, type StartedSession } from '@/lib/sign-in/sessions/sessions'
import { storeDevice } from '@/lib/web/cookies/device'
import { continueHandover } from '@/lib/web/cookies/handover'
import { phoneStep } from '@/lib/web/cookies/phone-step'
import { localPath } from '@/lib/web/local-path'
import { type ForBrowser, PENDING_STEP_PATH, signInWith } from '@/lib/web/session'

export const WithNext = {
  /** Says where someone wanted to go before they had to sign in. */
  next: z.string().max(2_000).optional(),
  /** Names the person who has a page open, and signs in again without leaving it. */
  as: IdText.optional(),
}

/** Returns the path on this portal that a sign-in page should lead to; empty when there is none. */
export async function wantedPath(searchParams: Promise<{ next?: string | string[] | undefined }>): Promise<string> {
  const { next } = await searchParams
  return localPath(typeof next === 'string' ? next : undefined, '')
}

type Entered = { session: StartedSession & ForBrowser; device?: { secret: string } }

/**
 * Answers a person who signed in on the page that they had open: what their sign-in still requires, and how they can
 * give it.
 */
export type EnteredHere = {
  step: 'ENTERED'
  ticket: ''
  pendingStep: PendingStep | null
  ways: Awaited<ReturnType<typeof readWaysToConfirm>> | null
}

/**
 * Redirects people who signed in to where they wanted to go, on this portal; half-way, to the next step first. People
 * who sign in on a page that they have open stay there. Where the platform handed them over in this browser, they go
 * where it said. The browser is known from now on.
 *
 * @throws DomainError OTHER_PERSON when the page is another's: what they typed must not be sent under this name
 */
export async function enter(
  { session, device }: Entered,
  { next, as }: { next?: string | undefined; as?: string | undefined },
  fallback: string,
): Promise<EnteredHere> {
  const answer = as === undefined ? null : await enteredHere(session, as)
  await signInWith(session)
  await phoneStep.remove()
  if (device) await storeDevice(device)
  if (answer) return answer
  const handedTo = session.pendingStep ? null : await continueHandover(session)
  const path = handedTo ?? localPath(next, fallback)
  redirect(session.pendingStep ? `${PENDING_STEP_PATH}?next=${encodeURIComponent(path)}` : path)
}

/** Ends the session of anybody else before their browser has it. */
async function enteredHere({ id, pendingStep }: StartedSession, as: string): Promise<EnteredHere> {
  const who = await readAnySession(id)
  if (who?.id !== as) {
    if (who) await endSession(who, 'SIGN_OUT')
    throw new DomainError('OTHER_PERSON', 'The page was opened by someone else')
  }
  const gives = pendingStep === 'GIVE_SECOND_FACTOR'
  return {
    step: 'ENTERED',
    ticket: '',
    pendingStep,
    ways: gives ? await readWaysToConfirm(who) : null,
  }
}
