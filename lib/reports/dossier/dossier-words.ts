import 'server-only'
import { createTranslator } from 'use-intl/core'
import { dateIn, HOME_ZONE } from '@/lib/core/clock'
import { LOCALES, type Locale } from '@/lib/core/languages/locales'
import { messagesOf } from '@/lib/core/languages/messages'

type Values = Record<string, string | number>

/** Returns a sentence of one language by its whole key. */
type Say = ((key: string, values?: Values) => string) & { has: (key: string) => boolean }

export type DossierWords = {
  locale: Locale
  say: Say
  /** Returns a heading in its language and in the other one, for a person who reads only that one. */
  both: (key: string, values?: Values) => [string, string]
  /** Returns 2026-01-31 09:05:59, in Shanghai. */
  time: (at: Date) => string
  /** Returns it with milliseconds, which tell acts of one second apart: 2026-01-31 09:05:59.123. */
  exactTime: (at: Date) => string
  day: (at: Date) => string
}

const NAMESPACES = [
  'access',
  'audit',
  'cases',
  'common',
  'consents',
  'dossier',
  'filings',
  'retention',
  'review',
  'rulebook',
  'standing',
  'submitted',
] as const

type Sentences = { [key in string]: string }

/** @throws IntlError when a sentence or a figure of it is missing: nobody is given half a paper */
export async function dossierWords(locale: Locale): Promise<DossierWords> {
  const [say, other] = await Promise.all([sayIn(locale), sayIn(LOCALES.find((one) => one !== locale) ?? locale)])
  return {
    locale,
    say,
    both: (key, values) => [say(key, values), other(key, values)],
    time,
    exactTime: (at) => `${time(at)}.${String(at.getUTCMilliseconds()).padStart(3, '0')}`,
    day: (at) => dateIn(at),
  }
}

async function sayIn(locale: Locale): Promise<Say> {
  const messages = (await messagesOf(locale, NAMESPACES)) as unknown as Sentences
  const onError = (error: Error) => {
    throw error
  }
  const translate = createTranslator<Sentences>({ locale, messages, timeZone: HOME_ZONE, onError })
  const say = (key: string, values?: Values) => translate<string>(key, values)
  return Object.assign(say, { has: (key: string) => translate.has(key) })
}

/** A day and its time stay on one line. */
const NO_BREAK = '\u00a0'

const time = (at: Date): string => CLOCK.format(at).replace(' ', NO_BREAK)

/** Sweden writes dates as ISO 8601 does. */
const CLOCK = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone: HOME_ZONE })
