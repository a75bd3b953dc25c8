import 'server-only'
import { createTranslator } from 'use-intl/core'
import type { AuditAction } from '@/lib/audit/events/all'
import { HOME_ZONE, startOfDay } from '@/lib/core/clock'
import { DEFAULT_LOCALE, isLocale, type Locale } from '@/lib/core/languages/locales'
import { messagesOf } from '@/lib/core/languages/messages'
import { writeTime } from '@/lib/core/languages/write-time'
import { partName } from '@/lib/rulebook/part-names'
import { currentReasons } from '@/lib/rulebook/registry'
import { eventKey } from '../event-key'
import type { Refusable } from '../figures/refusals'

type Values = Record<string, string | number>
type Sentences = { [key in string]: string }

/** Holds the words and formats of one language. */
export type Words = {
  locale: Locale
  /** Returns a sentence by its key within `figures`. */
  say: (key: string, values?: Values) => string
  /** Returns the same, or the code itself where it has no word. */
  sayCode: (key: string, code: string) => string
  number: (value: number) => string
  percent: (share: number) => string
  duration: (seconds: number) => string
  /** Returns month and day, for charts. */
  shortDay: (day: string) => string
  time: (at: Date) => string
  partName: (part: Refusable) => string
  reasonName: (code: string) => string
  eventName: (action: AuditAction) => string
}

const NAMESPACES = ['audit', 'common', 'figures', 'rulebook'] as const

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
    time: (at) => writeTime(at, locale, 'moment'),
    partName: (part) => partName(all, part),
    reasonName: (code) => names.get(code) ?? code,
    eventName: (action) => all(`audit.${eventKey(action)}`),
  }
}
