import 'server-only'
import { createTranslator } from 'use-intl/core'
import { HOME_ZONE } from '@/lib/core/clock'
import { LOCALES, type Locale } from '@/lib/i18n/locales'
import { messagesOf } from '@/lib/i18n/messages'

type Values = Record<string, string | number>

/** A sentence in one language; its key within `privacy`. */
export type Words = { locale: Locale; say: (key: string, values?: Values) => string; time: (iso: string) => string }

type Sentences = { [key in string]: string }

/**
 * Words for papers that people keep, in each language: whoever reads one later may read only the other.
 *
 * @throws IntlError when a sentence or a figure of it is missing: nobody is given half a paper
 */
export function privacyWords(): Promise<Words[]> {
  return Promise.all(
    LOCALES.map(async (locale) => {
      const { privacy } = await messagesOf(locale, ['privacy'])
      const onError = (error: Error) => {
        throw error
      }
      const translate = createTranslator<Sentences>({
        locale,
        messages: privacy as Sentences,
        timeZone: HOME_ZONE,
        onError,
      })
      const say = (key: string, values?: Values) => translate<string>(key, values)
      // Sweden writes dates as ISO 8601 does.
      const clock = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone: HOME_ZONE })
      const time = (iso: string) => say('certificate.time', { local: clock.format(new Date(iso)) })
      return { locale, say, time }
    }),
  )
}
