import 'server-only'
import { parse } from 'mrz'
import type { Line } from '../ocr/read-lines'
import { type FoundFields, found, present } from './found'
import { confidenceOf, type Glyph, glyphsOf } from './glyphs'

const LENGTH = 44

/** Returns the two lines of a passport's machine-readable zone, each of 44 characters; null when they are not there. */
export function machineReadable(lines: readonly Line[]): { text: [string, string]; glyphs: readonly Glyph[] } | null {
  const zone = lines
    .filter(({ text }) => /[<«＜く《]/u.test(text) && text.length > 20)
    .sort((a, b) => a.box.y - b.box.y)
    .slice(-2)
  const [upper, lower] = zone.map(glyphsOf)
  if (!upper || !lower) return null
  const pitch = pitchOf([...upper], [...lower])
  return { text: [slotted(upper, pitch), secondLine(slotted(lower, pitch))], glyphs: [...upper, ...lower] }
}

/** All characters are equally wide; a model drops some of many equal ones in a row, so that places count, not characters. */
function pitchOf(...lines: readonly (readonly Glyph[])[]): number {
  const gaps = lines.flatMap((line) => line.slice(1).map(({ x }, i) => x - (line[i]?.x ?? x)))
  gaps.sort((a, b) => a - b)
  return gaps[Math.floor(gaps.length / 2)] ?? 1
}

function slotted(line: readonly Glyph[], pitch: number): string {
  const slots: string[] = Array.from({ length: LENGTH }, () => '<')
  let place = 0
  for (const [i, glyph] of line.entries()) {
    const before = line[i - 1]
    if (before) place += Math.max(1, Math.round((glyph.x - before.x) / pitch))
    if (place < LENGTH) slots[place] = inZone(glyph.text)
  }
  return slots.join('')
}

const inZone = (text: string) => (/^[A-Z\d]$/.test(text.toUpperCase()) ? text.toUpperCase() : '<')

/** The second line ends in two check digits, wherever the fillers before them were miscounted to. */
function secondLine(text: string): string {
  const end = /(\d|<)(\d)<*$/.exec(text.slice(28))
  if (!end) return text
  const optional = text.slice(28, 28 + end.index).replace(/<+$/, '')
  return `${text.slice(0, 28)}${optional.padEnd(14, '<').slice(0, 14)}${end[1]}${end[2]}`
}

export function passport(lines: readonly Line[], year = new Date().getUTCFullYear()): FoundFields {
  const zone = machineReadable(lines)
  if (!zone) return {}
  const read = (() => {
    try {
      return parse([...zone.text], { autocorrect: true })
    } catch {
      return null // mrz throws at what is no zone at all
    }
  })()
  if (read?.format !== 'TD3') return {}
  const { fields, details } = read
  const isRight = (field: string) => details.find((detail) => detail.field === field)?.valid === true
  const value = (text: string | null | undefined, checked: string) =>
    text
      ? found(zone.glyphs, text, 1) && { value: text, confidence: isRight(checked) ? 0.99 : 0.5, glyphs: zone.glyphs }
      : undefined
  const name = [fields.lastName, fields.firstName].filter(Boolean).join(' ')
  return present({
    mrz: { value: zone.text.join('\n'), confidence: read.valid ? 0.99 : 0.5, glyphs: zone.glyphs },
    name: name ? { value: name, confidence: Math.min(0.9, confidenceOf(zone.glyphs)), glyphs: zone.glyphs } : undefined,
    idNumber: value(fields.documentNumber, 'documentNumberCheckDigit'),
    birthDate: value(dateOf(fields.birthDate, year), 'birthDateCheckDigit'),
    validTo: value(dateOf(fields.expirationDate, year + 20), 'expirationDateCheckDigit'),
  })
}

/** Returns YYYY-MM-DD of the six digits of a zone, in the latest year up to the given one. */
function dateOf(text: string | null | undefined, latest: number): string | undefined {
  const [, year, month, day] = /^(\d{2})(\d{2})(\d{2})$/.exec(text ?? '') ?? []
  if (!year) return undefined
  const century = Math.floor((latest - Number(year)) / 100) * 100
  return `${century + Number(year)}-${month}-${day}`
}
