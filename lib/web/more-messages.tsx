'use client'
import { NextIntlClientProvider, useLocale, useMessages } from 'next-intl'
import type { ReactNode } from 'react'

type Props = { messages: Record<string, object>; children: ReactNode }

/** The words of some namespaces besides those that the browser has from further out: none is sent twice. */
export function MoreMessages({ messages, children }: Props) {
  return (
    <NextIntlClientProvider locale={useLocale()} messages={{ ...useMessages(), ...messages }}>
      {children}
    </NextIntlClientProvider>
  )
}
