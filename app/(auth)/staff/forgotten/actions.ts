'use server'

import { mailAccessLink } from '@/lib/accounts/mail-access-link'
import { MailAccessLinkInput } from '@/lib/accounts/schemas'
import { publicAction } from '@/lib/web/form-action'

export const forgot = publicAction('password.forgotten', MailAccessLinkInput, async ({ address }, { email }) => {
  await mailAccessLink({ email, address })
  return null
})
