import { cookies, headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { HOME_ZONE } from '@/lib/core/clock'
import { reachRequest } from '@/lib/core/current-request'
import { FORMATS } from '@/lib/core/languages/formats'
import { isLocale, localeFor } from '@/lib/core/languages/locales'
import { messagesOf } from '@/lib/core/languages/messages'
import { LOCALE_COOKIE } from '../cookies/cookies'

/**
 * Returns the language of the cookie, or the one that the browser prefers. Each page asks for it, so that it also marks
 * the page as reached.
 */
export default getRequestConfig(async () => {
  reachRequest()
  const chosen = (await cookies()).get(LOCALE_COOKIE)?.value
  const locale = isLocale(chosen) ? chosen : localeFor((await headers()).get('accept-language'))
  return { locale, messages: await messagesOf(locale), timeZone: HOME_ZONE, formats: FORMATS }
})
