'use server'

import { revalidatePath } from 'next/cache'
import { SendAgainInput } from '@/lib/messaging/schemas'
import { sendAgain } from '@/lib/messaging/send-again'
import { formAction } from '@/lib/web/form-action'

export const again = formAction('message.send_again', SendAgainInput, async (actor, input) => {
  await sendAgain(actor, input)
  revalidatePath('/messages')
})
