'use client'
import { NextIntlClientProvider, useLocale, useMessages } from 'next-intl'
import { type ReactNode, useMemo } from 'react'

type Props = {
  /** Holds each namespace's words by its name, as JSON. */
  messages: string
  children: ReactNode
}

/** Adds the words of some namespaces to those that the browser has from further out: none is sent twice. */
export function MoreMessages({ messages, children }: Props) {
  const outer = useMessages()
  const all = useMemo(() => ({ ...outer, ...wordsOf(messages) }), [outer, messages])
  return (
    <NextIntlClientProvider locale={useLocale()} messages={all}>
      {children}
    </NextIntlClientProvider>
  )
}

const words = new Map<string, object>()

/** Parses the messages once: the server draws pages from the same few texts all day. */
function wordsOf(text: string): object {
  const read = words.get(text) ?? JSON.parse(text)
  words.set(text, read)
  return read
}
