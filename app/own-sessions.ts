'use server'

import { revalidatePath } from 'next/cache'
import { OtherSessionsInput, SessionInput } from '@/lib/accounts/schemas'
import { endOtherSessions } from '@/lib/sign-in/sessions/end-other-sessions'
import { endOwnSession } from '@/lib/sign-in/sessions/end-own-session'
import { readDevice } from '@/lib/web/device'
import { formAction } from '@/lib/web/form-action'
import { signInWith } from '@/lib/web/session'

export const endOne = formAction('session.end', SessionInput, async (actor, input) => {
  await endOwnSession(actor, input)
  revalidateLists()
})

export const endOthers = formAction('session.end_others', OtherSessionsInput, async (actor) => {
  const { count, session } = await endOtherSessions(actor, await readDevice())
  await signInWith(session)
  revalidateLists()
  return { count }
})

function revalidateLists(): void {
  revalidatePath('/account/sessions')
  revalidatePath('/staff/sessions')
}
