'use server'

import { revalidatePath } from 'next/cache'
import { SendAgainInput } from '@/lib/notifications/outbox/schemas'
import { sendAgain } from '@/lib/notifications/outbox/send-again'
import { formAction } from '@/lib/web/actions/form-action'

export const resend = formAction('message.send_again', SendAgainInput, async (actor, input) => {
  await sendAgain(actor, input)
  revalidatePath('/messages')
})
