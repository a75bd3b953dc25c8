import 'server-only'
import { createTranslator } from 'use-intl/core'
import { DEFAULT_LOCALE, isLocale } from '@/lib/i18n/locales'
import { messagesOf } from '@/lib/i18n/messages'

/** A word of `reports`, `audit` or `common`, by its key; what there is none of is said by its last part, which is a code. */
export type Say = (key: string) => string

/** Words of an export in one language, also where no request says which. */
export async function exportWords(locale: string): Promise<Say> {
  const language = isLocale(locale) ? locale : DEFAULT_LOCALE
  const messages = await messagesOf(language, ['reports', 'audit', 'common'])
  const translate = createTranslator<Record<string, string>>({ locale: language, messages: messages as never })
  return (key) => (translate.has(key) ? translate(key) : key.slice(key.lastIndexOf('.') + 1))
}
