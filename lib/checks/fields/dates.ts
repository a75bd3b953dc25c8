import 'server-only'
import { isRealDate } from '@/lib/core/dates'
import { type Glyph, textOf } from './glyphs'

/** Stands for a validity without an end. */
export const LONG_TERM = 'LONG_TERM'

export type ReadDate = { readonly value: string; readonly glyphs: readonly Glyph[] }

const WRITTEN = [
  /(\d{4})年(\d{1,2})月(\d{1,2})[日目曰]?/gu,
  /(\d{4})[.．·,\-/—\s](\d{1,2})[.．·,\-/—\s](\d{1,2})(?!\d)/gu,
  /(\d{4})[.．·,\-/]?(\d{2})[.．·,\-/]?(\d{2})/gu,
] as const

/** Finds the dates of a piece of text, in order. Only those of the calendar count. */
export function datesIn(glyphs: readonly Glyph[]): ReadDate[] {
  const text = glyphs.map(({ text }) => asDigit(text)).join('')
  const read = WRITTEN.map((form) =>
    [...text.matchAll(form)].flatMap((match) => {
      const [whole, year = '', month = '', day = ''] = match
      const value = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
      return isRealDate(value) ? [{ value, glyphs: glyphs.slice(match.index, match.index + whole.length) }] : []
    }),
  )
  // The way of writing that makes most sense of the text is the one that it has.
  return read.reduce((best, found) => (found.length > best.length ? found : best))
}

/** Returns one character for each glyph, so that places in the text are places in the glyphs. */
const asDigit = (text: string) => (text.length === 1 ? (MISREAD[text] ?? text) : ' ')
const MISREAD: Readonly<Record<string, string>> = {
  O: '0',
  o: '0',
  〇: '0',
  l: '1',
  I: '1',
  '|': '1',
  '。': '.',
  '：': '.',
  ':': '.',
}

/** Reads a validity: two dates, or one and 长期. */
export function validityIn(glyphs: readonly Glyph[]): { from: ReadDate | null; to: ReadDate | null } {
  const dates = datesIn(glyphs)
  const forever = /长.?期|永久/u.exec(textOf(glyphs))
  const to = forever ? { value: LONG_TERM, glyphs: glyphs.slice(forever.index, forever.index + 2) } : dates[1]
  return { from: dates[0] ?? null, to: to ?? null }
}
