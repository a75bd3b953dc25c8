import { cookies, headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { HOME_ZONE } from '@/lib/core/clock'
import { reachRequest } from '@/lib/core/current-request'
import { isLocale, localeFor } from '@/lib/i18n/locales'
import { messagesOf } from '@/lib/i18n/messages'
import { LOCALE_COOKIE } from './locale-cookie'

/** Language by cookie, then by what the browser asks for. Each page asks for it, and so is reached. */
export default getRequestConfig(async () => {
  reachRequest()
  const chosen = (await cookies()).get(LOCALE_COOKIE)?.value
  const locale = isLocale(chosen) ? chosen : localeFor((await headers()).get('accept-language'))
  return { locale, messages: await messagesOf(locale), timeZone: HOME_ZONE }
})
