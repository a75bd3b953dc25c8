'use server'

import { MailAccessLinkInput } from '@/lib/accounts/schemas'
import { mailAccessLink } from '@/lib/sign-in/mail-access-link'
import { publicAction } from '@/lib/web/actions/form-action'
import { readDevice } from '@/lib/web/cookies/device'

export const forgot = publicAction('password.forgotten', MailAccessLinkInput, async ({ address }, { email }) => {
  await mailAccessLink({ email, address, device: await readDevice() })
  return null
})
