import 'server-only'
import { createTranslator } from 'use-intl/core'
import { HOME_ZONE } from '@/lib/core/clock'
import { LOCALES, type Locale } from '@/lib/core/languages/locales'
import { messagesOf } from '@/lib/core/languages/messages'
import { writeTime } from '@/lib/core/languages/write-time'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { documentName } from '@/lib/rulebook/part-names'

type Values = Record<string, string | number>

/** Writes sentences, times and names of documents in one language. */
export type Words = {
  locale: Locale
  /** @param key within `privacy` */
  say: (key: string, values?: Values) => string
  time: (iso: string) => string
  documentName: (kind: DocumentKind) => string
}

type Sentences = { [key in string]: string }

/**
 * Returns the words for papers that people store, in each language, since a later reader may know only one.
 *
 * @throws IntlError when a sentence or one of its values is missing: nobody is given half a paper
 */
export function privacyWords(): Promise<Words[]> {
  return Promise.all(
    LOCALES.map(async (locale) => {
      const messages = await messagesOf(locale, ['common', 'privacy', 'rulebook'])
      const onError = (error: Error) => {
        throw error
      }
      const translate = createTranslator<Sentences>({
        locale,
        messages: messages as unknown as Sentences,
        timeZone: HOME_ZONE,
        onError,
      })
      const all = (key: string, values?: Values) => translate<string>(key, values)
      const say = (key: string, values?: Values) => all(`privacy.${key}`, values)
      const time = (iso: string) => say('certificate.time', { local: writeTime(new Date(iso), locale, 'exact') })
      return { locale, say, time, documentName: (kind) => documentName(all, kind) }
    }),
  )
}
