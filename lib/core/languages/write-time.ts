import { FORMATS } from './formats'
import type { Locale } from './locales'

type TimeFormat = keyof typeof FORMATS.dateTime

/** Making one takes longer than writing the rest of a message. */
const known = new Map<string, Intl.DateTimeFormat>()

/** Writes an instant in Beijing time as pages do, for what reaches people outside of pages. */
export function writeTime(at: Date, locale: Locale, format: TimeFormat): string {
  const key = `${locale} ${format}`
  const writer = known.get(key) ?? new Intl.DateTimeFormat(locale, FORMATS.dateTime[format])
  known.set(key, writer)
  return writer.format(at)
}
