import 'server-only'
import { createTranslator } from 'use-intl/core'
import { HOME_ZONE, startOfDay } from '@/lib/core/clock'
import { DEFAULT_LOCALE, isLocale, type Locale } from '@/lib/i18n/locales'
import { messagesOf } from '@/lib/i18n/messages'
import { currentReasons } from '@/lib/rulebook/registry'
import type { Refusable } from '../figures/refusals'

type Values = Record<string, string | number>
type Sentences = { [key in string]: string }

/** How figures are said in one language. */
export type Words = {
  locale: Locale
  /** A sentence; its key within `figures`. */
  say: (key: string, values?: Values) => string
  /** The same, or the code as it is where there is no word for it. */
  sayCode: (key: string, code: string) => string
  number: (value: number) => string
  percent: (share: number) => string
  duration: (seconds: number) => string
  /** Month and day, for what is drawn. */
  shortDay: (day: string) => string
  time: (at: Date) => string
  partName: (part: Refusable) => string
  reasonName: (code: string) => string
  actionName: (action: string) => string
}

const NAMESPACES = ['figures', 'privacy', 'rulebook', 'audit'] as const

/** @throws IntlError when a sentence or a figure of it is missing: nobody is given half a report */
export async function wordsIn(wanted: string): Promise<Words> {
  const locale = isLocale(wanted) ? wanted : DEFAULT_LOCALE
  const [messages, { reasons }] = await Promise.all([messagesOf(locale, NAMESPACES), currentReasons()])
  const onError = (error: Error) => {
    throw error
  }
  const translate = createTranslator<Sentences>({
    locale,
    messages: messages as unknown as Sentences,
    timeZone: HOME_ZONE,
    onError,
  })
  const all = (key: string, values?: Values) => translate<string>(key, values)
  const say = (key: string, values?: Values) => all(`figures.${key}`, values)
  const sayCode = (key: string, code: string) =>
    translate.has(`figures.${key}.${code}`) ? say(`${key}.${code}`) : code
  const names = new Map(reasons.map(({ code, name }) => [code, name[locale]]))
  const number = new Intl.NumberFormat(locale)
  const tenths = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
  const day = new Intl.DateTimeFormat(locale, { month: 'numeric', day: 'numeric', timeZone: HOME_ZONE })
  // Sweden writes dates as ISO 8601 does.
  const clock = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone: HOME_ZONE })
  return {
    locale,
    say,
    sayCode,
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
    duration: (seconds) =>
      seconds < 3_600
        ? say('units.minutes', { minutes: number.format(Math.round(seconds / 60)) })
        : say('units.hours', { hours: tenths.format(seconds / 3_600) }),
    shortDay: (date) => day.format(startOfDay(date)),
    time: (at) => clock.format(at),
    partName: ({ kind, documentKind, fieldGroup }) => {
      if (documentKind) return all(`privacy.documents.${documentKind}`)
      if (fieldGroup) return all(`rulebook.groups.${fieldGroup}.part`, { type: 'other' })
      return all(kind === 'SENDER_SIGNATURE' ? 'rulebook.signatures.title' : 'rulebook.samples.title')
    },
    reasonName: (code) => names.get(code) ?? code,
    actionName: (action) => all(`audit.actions.${action}`),
  }
}
