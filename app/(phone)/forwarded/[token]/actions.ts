'use server'

import { redirect } from 'next/navigation'
import { openLetterLink } from '@/lib/qualifications/phone/open-letter-link'
import { LetterLinkCode } from '@/lib/qualifications/phone/schemas'
import { publicAction } from '@/lib/web/actions/form-action'
import { storePhone } from '@/lib/web/cookies/phone'

export const openLink = publicAction('letter_link.open', LetterLinkCode, async ({ address }, { token, code }) => {
  await storePhone(await openLetterLink({ token, code, address }))
  redirect('/forwarded')
})
