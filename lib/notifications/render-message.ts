import 'server-only'
import { createTranslator } from 'use-intl/core'
import { HOME_ZONE, startOfDay } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import type { Locale } from '@/lib/core/languages/locales'
import { messagesOf } from '@/lib/core/languages/messages'
import { writeTime } from '@/lib/core/languages/write-time'
import type { Channel } from '@/lib/db/generated/enums'
import { senderSign } from './gateways/sender-sign'
import type { MessageParams, MessageTemplate } from './templates'

/** Holds the words that the person reads; only a mail has a subject. */
export type Words = { subject: string | null; text: string }

export type Rendering<T extends MessageTemplate> = {
  channel: Channel
  locale: Locale
  template: T
  params: MessageParams[T]
  /** The qualification that the message is about: a mail closes with the address of its page. */
  qualificationId?: string | null
}

/**
 * Writes a message in its language and for its channel.
 *
 * @throws IntlError when a sentence or one of its values is missing: nobody is sent half a message
 */
export async function renderMessage<T extends MessageTemplate>(message: Rendering<T>): Promise<Words> {
  const { channel, locale, template, params, qualificationId } = message
  const translate = await translator(locale)
  if (channel === 'SMS') return { subject: null, text: `【${senderSign()}】${translate(`${template}.sms`, params)}` }
  const page = qualificationId && new URL(`/qualifications/${qualificationId}`, env().ZHUNXIN_URL).href
  const shown = withLongDates(params, locale)
  const paragraphs = [
    translate('mail.greeting'),
    translate(`${template}.body`, shown),
    ...(page ? [`${translate('mail.page')}\n${page}`] : []),
    `${env().ZHUNXIN_PLATFORM ?? translate('mail.platform')}\n${translate('mail.automatic')}`,
  ]
  return { subject: translate(`${template}.subject`, shown), text: `${paragraphs.join('\n\n')}\n` }
}

const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/
/** Matches a time as `shownTime` formats it. */
const SHOWN_TIME = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})$/

/**
 * Writes dates and times out for an e-mail, as pages do. A text message has them in the form of its registered
 * template.
 */
function withLongDates(params: Record<string, string | number>, locale: Locale): Record<string, string | number> {
  const shown = (value: string | number) => {
    if (typeof value !== 'string') return value
    const [, date, time] = SHOWN_TIME.exec(value) ?? []
    if (date && time) return writeTime(new Date(`${date}T${time}:00+08:00`), locale, 'moment')
    return ISO_DATE.test(value) ? writeTime(startOfDay(value), locale, 'day') : value
  }
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, shown(value)]))
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

/** Types the sentences of any template. The error above, and a test, make sure that each exists with its values. */
type Sentences = { [template in string]: string }
