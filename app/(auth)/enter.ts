import 'server-only'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { StartedSession } from '@/lib/auth/sessions'
import { keepDevice } from '@/lib/web/device'
import { localPath } from '@/lib/web/local-path'
import { OWED_STEP_PATH, signInWith } from '@/lib/web/session'

/** Where someone wanted to go before they were asked to sign in. */
export const WithNext = { next: z.string().max(2_000).optional() }

/** Where a sign-in page was asked to lead, on this portal; empty when nowhere. */
export async function wantedPath(searchParams: Promise<{ next?: string | string[] | undefined }>): Promise<string> {
  const { next } = await searchParams
  return localPath(typeof next === 'string' ? next : undefined, '')
}

type Entered = { session: StartedSession; device?: { secret: string } }

/**
 * Signed in: on to where they wanted to go, on this portal; half-way: to the next step first. The browser is known from now
 * on.
 */
export async function enter({ session, device }: Entered, next: string | undefined, fallback: string): Promise<never> {
  await signInWith(session)
  if (device) await keepDevice(device)
  const path = localPath(next, fallback)
  redirect(session.owes ? `${OWED_STEP_PATH}?next=${encodeURIComponent(path)}` : path)
}
