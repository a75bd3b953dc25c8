import 'server-only'
import { createTranslator } from 'use-intl/core'
import { DEFAULT_LOCALE, isLocale } from '@/lib/core/languages/locales'
import { messagesOf } from '@/lib/core/languages/messages'
import { consentOf, type LiveConsent } from './consents'

type Sentences = { [key in string]: string }

export type ConsentWords = { title: string; text: string }

/**
 * Returns what a person read who gave a consent: the words of its version, in the language in which they were shown.
 * They stay readable when the text changes. Null for a version that this release doesn't know.
 */
export async function wordsOf({
  statement,
  textVersion,
  locale: shown,
}: LiveConsent & { locale: string }): Promise<ConsentWords | null> {
  const locale = isLocale(shown) ? shown : DEFAULT_LOCALE
  const messages = (await messagesOf(locale, ['auth', 'consents', 'earlierConsents'])) as unknown as Sentences
  const translate = createTranslator<Sentences>({ locale, messages })
  const say = (key: string, values?: Record<string, string>) => translate<string>(key, values)
  const isCurrent = textVersion === consentOf(statement).version
  const words = isCurrent ? `consents.statements.${statement}` : `earlierConsents.${statement}.${textVersion}`
  if (!translate.has(`${words}.text`)) return null
  return { title: say(`${words}.title`), text: say(`${words}.text`, { providers: say('auth.consents.providers') }) }
}
