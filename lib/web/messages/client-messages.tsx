import 'server-only'
import { NextIntlClientProvider } from 'next-intl'
import { getLocale } from 'next-intl/server'
import type { ReactNode } from 'react'
import { DEFAULT_LOCALE, isLocale } from '@/lib/core/languages/locales'
import { messagesOf, type Namespace } from '@/lib/core/languages/messages'
import { MoreMessages } from './more-messages'

/** Lists the messages that every page needs. */
const EVERYWHERE = ['common', 'errors', 'failure'] as const

type Props = { namespaces?: readonly Namespace[]; children: ReactNode }

/**
 * Sends the browser the words of some namespaces, not the whole dictionary: in the root layout those that every page
 * needs, further in those named, in addition.
 */
export async function ClientMessages({ namespaces, children }: Props) {
  const locale = await getLocale()
  const messages = await messagesOf(isLocale(locale) ? locale : DEFAULT_LOCALE, namespaces ?? EVERYWHERE)
  const more = <MoreMessages messages={textOf(messages)}>{children}</MoreMessages>
  return namespaces ? more : <NextIntlClientProvider messages={{}}>{more}</NextIntlClientProvider>
}

const texts = new WeakMap<object, string>()

/**
 * Returns the messages as one text: the framework would take a dictionary apart, and put it together again, word by
 * word at each request.
 */
function textOf(messages: object): string {
  const text = texts.get(messages) ?? JSON.stringify(messages)
  texts.set(messages, text)
  return text
}
