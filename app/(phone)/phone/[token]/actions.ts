'use server'

import { redirect } from 'next/navigation'
import { bindPhone } from '@/lib/qualifications/phone/bind-phone'
import { PhoneLinkInput } from '@/lib/qualifications/phone/schemas'
import { publicAction } from '@/lib/web/actions/form-action'
import { storePhone } from '@/lib/web/cookies/phone'

export const bind = publicAction('phone.bind', PhoneLinkInput, async ({ address }, { token }) => {
  await storePhone(await bindPhone({ token, address }))
  redirect('/phone')
})
