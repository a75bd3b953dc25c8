import 'server-only'
import { type ParseResult, parse } from 'mrz'
import type { Line } from '../ocr/read-lines'
import type { FoundFields } from './found'
import { type Glyph, glyphsOf } from './glyphs'

/**
 * Names the two forms of a machine-readable zone (ICAO Doc 9303): two lines of 44 characters, or three of 30 on a card.
 */
const FORMS = { PASSPORT: { lines: 2, length: 44 }, CARD: { lines: 3, length: 30 } } as const

export type Zone = {
  readonly form: keyof typeof FORMS
  readonly text: readonly string[]
  readonly glyphs: readonly Glyph[]
}

/** A line of a card's zone is at most so long in places, as it is measured. */
const LONGEST_OF_CARD = 36

/** Returns the machine-readable zone of a page, each line with all its places; null when there is none. */
export function zoneIn(lines: readonly Line[]): Zone | null {
  const zone = lines
    .filter(({ text }) => /[<«＜く《]/u.test(text) && text.length > 12)
    .sort((a, b) => a.box.y - b.box.y)
    // Between characters that are printed far apart a model sees spaces, which a zone has none of.
    .map((line) => glyphsOf(line).filter(({ text }) => /\S/.test(text)))
  return cardZone(zone.slice(-3)) ?? passportZone(zone.filter(({ length }) => length > 20).slice(-2))
}

function cardZone(rows: readonly (readonly Glyph[])[]): Zone | null {
  const [first, second, third] = rows
  if (!first || !second || !third) return null
  const pitch = pitchOf(first, second)
  if (rows.some((row) => placesOf(row, pitch) > LONGEST_OF_CARD)) return null
  const text = [slotted(first, pitch, 30), cardDates(slotted(second, pitch, 30)), slotted(third, pitch, 30)]
  return { form: 'CARD', text, glyphs: rows.flat() }
}

function passportZone(rows: readonly (readonly Glyph[])[]): Zone | null {
  const [upper, lower] = rows
  if (!upper || !lower) return null
  const pitch = pitchOf(upper, lower)
  return {
    form: 'PASSPORT',
    text: [slotted(upper, pitch, 44), passportNumbers(slotted(lower, pitch, 44))],
    glyphs: [...upper, ...lower],
  }
}

/**
 * All characters are equally wide; a model drops some of many equal ones in a row, so that places count, not
 * characters.
 */
function pitchOf(...lines: readonly (readonly Glyph[])[]): number {
  const gaps = lines.flatMap((line) => line.slice(1).map(({ x }, i) => x - (line[i]?.x ?? x)))
  gaps.sort((a, b) => a - b)
  return gaps[Math.floor(gaps.length / 2)] ?? 1
}

const placesOf = (row: readonly Glyph[], pitch: number) =>
  Math.round(((row.at(-1)?.x ?? 0) - (row[0]?.x ?? 0)) / pitch) + 1

function slotted(line: readonly Glyph[], pitch: number, length: number): string {
  const slots: string[] = Array.from({ length }, () => '<')
  let place = 0
  for (const [i, glyph] of line.entries()) {
    const before = line[i - 1]
    if (before) place += Math.max(1, Math.round((glyph.x - before.x) / pitch))
    if (place < length) slots[place] = inZone(glyph.text)
  }
  return slots.join('')
}

const inZone = (text: string) => (/^[A-Z\d]$/.test(text.toUpperCase()) ? text.toUpperCase() : '<')

/** The second line ends in two check digits, wherever the fillers before them were miscounted to. */
function passportNumbers(text: string): string {
  const end = /(\d|<)(\d)<*$/.exec(text.slice(28))
  if (!end) return text
  const optional = text.slice(28, 28 + end.index).replace(/<+$/, '')
  return `${text.slice(0, 28)}${optional.padEnd(14, '<').slice(0, 14)}${end[1]}${end[2]}`
}

/** The second line of a card ends in one check digit. */
function cardDates(text: string): string {
  const end = /(\d)<*$/.exec(text.slice(18))
  if (!end) return text
  const optional = text.slice(18, 18 + end.index).replace(/<+$/, '')
  return `${text.slice(0, 18)}${optional.padEnd(11, '<').slice(0, 11)}${end[1]}`
}

/** Parses a zone; null for what only looks like one. */
export function parsed({ text }: Zone): ParseResult | null {
  try {
    return parse([...text], { autocorrect: true })
  } catch {
    return null // mrz throws at what is no zone at all
  }
}

/** Returns what the check digits of a zone decide: a value that its own one refutes is doubted. */
export function checkedFields(
  { text, glyphs }: Zone,
  { fields, details, valid }: ParseResult,
  year: number,
): FoundFields {
  const isRight = (field: string) => details.find((detail) => detail.field === field)?.valid === true
  const value = (key: keyof FoundFields, read: string | null | undefined, checkDigit: string): FoundFields =>
    read ? { [key]: { value: read, confidence: isRight(checkDigit) ? 0.99 : 0.5, glyphs } } : {}
  return {
    mrz: { value: text.join('\n'), confidence: valid ? 0.99 : 0.5, glyphs },
    ...value('idNumber', fields.documentNumber, 'documentNumberCheckDigit'),
    ...value('birthDate', dateOf(fields.birthDate, year), 'birthDateCheckDigit'),
    ...value('validTo', dateOf(fields.expirationDate, year + 20), 'expirationDateCheckDigit'),
  }
}

/** Returns YYYY-MM-DD of the six digits of a zone, in the latest year up to the given one. */
function dateOf(text: string | null | undefined, latest: number): string | undefined {
  const [, year, month, day] = /^(\d{2})(\d{2})(\d{2})$/.exec(text ?? '') ?? []
  if (!year) return undefined
  const century = Math.floor((latest - Number(year)) / 100) * 100
  return `${century + Number(year)}-${month}-${day}`
}
