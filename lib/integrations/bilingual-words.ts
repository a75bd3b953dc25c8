import 'server-only'
import { createTranslator } from 'use-intl/core'
import { HOME_ZONE } from '@/lib/core/clock'
import { LOCALES, type Locale } from '@/lib/core/languages/locales'
import { messagesOf } from '@/lib/core/languages/messages'
import type { Bilingual } from '@/lib/rulebook/bilingual'

export type Say = (key: string, values?: Record<string, string | number>) => string
type Sentences = { [key in string]: string }

/**
 * Returns what says the same in both languages, since a client shows it to its own customers in theirs.
 *
 * @throws IntlError when a sentence or a value of it is missing
 */
export async function bilingualWords(): Promise<(words: (say: Say, locale: Locale) => string) => Bilingual> {
  const [zh, en] = await Promise.all(LOCALES.map(sayIn))
  if (!zh || !en) throw new Error('Two languages')
  return (words) => ({ 'zh-CN': words(zh, 'zh-CN'), en: words(en, 'en') })
}

async function sayIn(locale: Locale): Promise<Say> {
  const messages = (await messagesOf(locale, [
    'applicant',
    'auth',
    'common',
    'consents',
    'errors',
    'letters',
    'rulebook',
  ])) as unknown as Sentences
  const onError = (error: Error) => {
    throw error
  }
  const translate = createTranslator<Sentences>({ locale, messages, timeZone: HOME_ZONE, onError })
  return (key, values) => translate<string>(key, values)
}
