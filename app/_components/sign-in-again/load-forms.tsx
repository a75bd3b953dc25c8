import { NextIntlClientProvider, useLocale, useMessages } from 'next-intl'
import type { Locale } from '@/lib/core/languages/locales'
import { messagesOf } from '@/lib/core/languages/messages'
import { AgainForms } from './again-forms'
import type { SignInAgainProps } from './props'

type Words = Record<string, object>

/** Returns the forms of the dialog, and their words, which the page below does not have. */
export async function loadForms(locale: string) {
  return { Forms: FormsWithWords, words: await messagesOf(locale as Locale, ['auth', 'factors']) }
}

function FormsWithWords({ words, ...props }: SignInAgainProps & { words: Words }) {
  const outer = useMessages()
  return (
    <NextIntlClientProvider locale={useLocale()} messages={{ ...outer, ...words }}>
      <AgainForms {...props} />
    </NextIntlClientProvider>
  )
}
