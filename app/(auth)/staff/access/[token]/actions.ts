'use server'

import { redirect } from 'next/navigation'
import { UseAccessLinkInput } from '@/lib/accounts/schemas'
import { useAccessLink as setPassword } from '@/lib/sign-in/use-access-link'
import { publicAction } from '@/lib/web/form-action'

export const setNew = publicAction('password.set', UseAccessLinkInput, async ({ address }, input) => {
  await setPassword({ ...input, address })
  redirect('/staff/sign-in?set=password')
})
