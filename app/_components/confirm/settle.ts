import 'server-only'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { FactorAdded } from '@/lib/sign-in/factors/settle-factor'
import { localPath } from '@/lib/web/local-path'
import { type ForBrowser, signInWith } from '@/lib/web/session'

/** Says where a page leads; a dialog leads nowhere. */
export const WithPath = { next: z.string().max(2_000).optional() }

export const Nothing = z.object({})

/** Gives the new session to the browser, and redirects a page. */
export async function settle(session: ForBrowser, next: string | undefined): Promise<null> {
  await signInWith(session)
  if (next !== undefined) redirect(localPath(next, '/'))
  return null
}

/** A factor that was set up counts as given. */
export async function added({ session, recoveryCodes }: FactorAdded) {
  await signInWith(session)
  return { recoveryCodes }
}
