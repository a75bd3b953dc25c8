import 'server-only'
import { createTranslator } from 'use-intl/core'
import { HOME_ZONE } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import type { Channel } from '@/lib/db/generated/enums'
import type { Locale } from '@/lib/i18n/locales'
import { messagesOf } from '@/lib/i18n/messages'
import { senderSign } from './sender-sign'
import type { MessageParams, MessageTemplate } from './templates'

/** As the person reads it; only a mail has a subject. */
export type Words = { subject: string | null; text: string }

export type Rendering<T extends MessageTemplate> = {
  channel: Channel
  locale: Locale
  template: T
  params: MessageParams[T]
  /** What it tells of: a mail ends with the address of its page. */
  qualificationId?: string | null
}

/**
 * The words of a message in its language and for its channel.
 *
 * @throws IntlError when a sentence or a figure of it is missing: nobody is sent half a message
 */
export async function renderMessage<T extends MessageTemplate>(message: Rendering<T>): Promise<Words> {
  const { channel, locale, template, params, qualificationId } = message
  const translate = await translator(locale)
  if (channel === 'SMS') return { subject: null, text: `【${senderSign()}】${translate(`${template}.sms`, params)}` }
  const page = qualificationId && new URL(`/qualifications/${qualificationId}`, env().ZHUNXIN_URL).href
  const paragraphs = [
    translate('mail.greeting'),
    translate(`${template}.body`, params),
    ...(page ? [`${translate('mail.page')}\n${page}`] : []),
    `${env().ZHUNXIN_PLATFORM ?? translate('mail.platform')}\n${translate('mail.automatic')}`,
  ]
  return { subject: translate(`${template}.subject`, params), text: `${paragraphs.join('\n\n')}\n` }
}

async function translator(locale: Locale) {
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
  return translate<string>
}

/** Of any template: that each is there with its figures is held by the error, and by a test. */
type Sentences = { [template in string]: string }
