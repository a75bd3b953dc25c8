'use server'

import { revalidatePath } from 'next/cache'
import { OtherSessionsInput } from '@/lib/accounts/schemas'
import { endOtherSessions } from '@/lib/sign-in/sessions/end-other-sessions'
import { confirmedAction } from '@/lib/web/actions/confirmed-action'
import { readDevice } from '@/lib/web/cookies/device'

/** Closes one other session, or all others, and keeps this one. */
export const endOthers = confirmedAction(
  'session.end_others',
  'END_SESSIONS',
  OtherSessionsInput,
  async (actor, input, confirm) => {
    const { count, session } = await endOtherSessions(actor, { ...input, device: await readDevice() }, confirm)
    revalidatePath('/account/sessions')
    return { value: { count }, session }
  },
)
