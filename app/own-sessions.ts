'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { endAllSessions } from '@/lib/sign-in/sessions/end-other-sessions'
import { formAction } from '@/lib/web/actions/form-action'
import { signOut } from '@/lib/web/session'

/** Closes all sessions of the person, this one too. Nothing confirms it, so that it is done at once. */
export const endAll = formAction('session.end_all', z.object({}), async (actor) => {
  await endAllSessions(actor)
  await signOut() // the cookie, too
  redirect(actor.audience === 'STAFF' ? '/signed-out?as=staff' : '/signed-out')
})
