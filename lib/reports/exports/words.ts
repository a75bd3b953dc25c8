import 'server-only'
import { createTranslator } from 'use-intl/core'
import { DEFAULT_LOCALE, isLocale } from '@/lib/core/languages/locales'
import { messagesOf } from '@/lib/core/languages/messages'

/**
 * Returns a word of `reports`, `audit` or `common` by its key; where there is none, the last part of the key, a code.
 */
export type Say = (key: string) => string

/** Returns the words of an export in one language, without a request that has one. */
export async function exportWords(locale: string): Promise<Say> {
  const language = isLocale(locale) ? locale : DEFAULT_LOCALE
  const messages = await messagesOf(language, ['reports', 'audit', 'common'])
  const translate = createTranslator<Record<string, string>>({ locale: language, messages: messages as never })
  return (key) => (translate.has(key) ? translate(key) : key.slice(key.lastIndexOf('.') + 1))
}
