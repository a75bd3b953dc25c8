import 'server-only'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { FactorAdded } from '@/lib/accounts/factors/settle-factor'
import type { StartedSession } from '@/lib/auth/sessions'
import { localPath } from '@/lib/web/local-path'
import { signInWith } from '@/lib/web/session'

/** Where a page leads; a dialog leads nowhere. */
export const WithPath = { next: z.string().max(2_000).optional() }

export const Nothing = z.object({})

/** The new session goes to the browser, and a page goes on. */
export async function settle(session: StartedSession, next: string | undefined): Promise<null> {
  await signInWith(session)
  if (next !== undefined) redirect(localPath(next, '/'))
  return null
}

/** A factor that was set up counts as given. */
export async function added({ session, recoveryCodes }: FactorAdded) {
  await signInWith(session)
  return { recoveryCodes }
}
