'use server'

import { revalidatePath } from 'next/cache'
import { endOtherSessions } from '@/lib/accounts/end-other-sessions'
import { endOwnSession } from '@/lib/accounts/end-own-session'
import { OtherSessionsInput, SessionInput } from '@/lib/accounts/schemas'
import { formAction } from '@/lib/web/form-action'
import { signInWith } from '@/lib/web/session'

export const end = formAction('session.end', SessionInput, async (actor, input) => {
  await endOwnSession(actor, input)
  revalidateLists()
})

export const endOthers = formAction('session.end_others', OtherSessionsInput, async (actor) => {
  const { count, session } = await endOtherSessions(actor)
  await signInWith(session)
  revalidateLists()
  return { count }
})

function revalidateLists(): void {
  revalidatePath('/account/sessions')
  revalidatePath('/staff/sessions')
}
