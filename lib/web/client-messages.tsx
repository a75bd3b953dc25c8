import 'server-only'
import { NextIntlClientProvider } from 'next-intl'
import { getLocale } from 'next-intl/server'
import type { ReactNode } from 'react'
import { DEFAULT_LOCALE, isLocale } from '@/lib/i18n/locales'
import { messagesOf, type Namespace } from '@/lib/i18n/messages'

type Props = { namespaces?: readonly Namespace[]; children: ReactNode }

/** Sends the browser the words of some namespaces, besides those that every page needs: not the whole dictionary. */
export async function ClientMessages({ namespaces = [], children }: Props) {
  const locale = await getLocale()
  const messages = await messagesOf(isLocale(locale) ? locale : DEFAULT_LOCALE, [
    'common',
    'errors',
    'failure',
    ...namespaces,
  ])
  return <NextIntlClientProvider messages={messages}>{children}</NextIntlClientProvider>
}
