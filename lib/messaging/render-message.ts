import 'server-only'
import { createTranslator } from 'use-intl/core'
import { HOME_ZONE } from '@/lib/core/clock'
import type { Locale } from '@/lib/i18n/locales'
import { messagesOf } from '@/lib/i18n/messages'
import type { MessageParams, MessageTemplate } from './templates'

/**
 * The words of a message in its language.
 *
 * @throws IntlError when a sentence or a figure of it is missing: nobody is sent half a message
 */
export async function renderMessage<T extends MessageTemplate>(locale: Locale, template: T, params: MessageParams[T]) {
  const { messages } = await messagesOf(locale, ['messages'])
  const onError = (error: Error) => {
    throw error
  }
  const translate = createTranslator<Sentences>({
    locale,
    messages: messages as Sentences,
    timeZone: HOME_ZONE,
    onError,
  })
  return translate<string>(template, params)
}

/** Of any template: that each is there with its figures is held by the error, and by a test. */
type Sentences = { [template in string]: string }
