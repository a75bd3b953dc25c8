'use server'

import { confirmNoticeEmail } from '@/lib/accounts/notices/confirm-notice-email'
import { ConfirmNoticeEmailInput } from '@/lib/accounts/notices/schemas'
import { publicAction } from '@/lib/web/actions/form-action'

export const confirm = publicAction('notices.confirm_email', ConfirmNoticeEmailInput, ({ address }, input) =>
  confirmNoticeEmail({ ...input, address }),
)
