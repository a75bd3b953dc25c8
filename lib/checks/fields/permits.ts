import 'server-only'
import type { Line } from '../ocr/read-lines'
import type { SeenKind } from '../reading'
import { type CardLabel, cardLabels, citizenCard, isValidity, sexOf } from './cards'
import { datesIn, type ReadDate, validityIn } from './dates'
import { type FoundFields, found, personName, present } from './found'
import { type Glyph, type Row, textOf } from './glyphs'
import type { Labelled } from './labels'
import { asDigit } from './numbers'
import { checkedFields, parsed, zoneIn } from './zone'

export type Permit = Extract<SeenKind, 'HK_MACAO_PERMIT' | 'TAIWAN_PERMIT' | 'FOREIGN_PERMANENT_RESIDENT_ID'>

/**
 * Lists the forms of numbers: a letter and eight digits, to which earlier cards add two; eight digits; the country and
 * twelve digits, as permanent residents' cards had before the numbers of 18 digits. A capital stands for a letter, and
 * 0 for a digit.
 */
const NUMBERS: Readonly<Record<Permit, { form: string; is: RegExp }>> = {
  HK_MACAO_PERMIT: { form: 'A00000000', is: /^[HM]\d{8}$/ },
  TAIWAN_PERMIT: { form: '00000000', is: /^\d{8}$/ },
  FOREIGN_PERMANENT_RESIDENT_ID: { form: 'AAA000000000000', is: /^[A-Z]{3}\d{12}$/ },
}

/** Reads a side of a permit by its labels; the zone that may be on the other side is of check digits, and decides. */
export function travelPermit(
  rows: readonly Row[],
  lines: readonly Line[],
  permit: Permit,
  year = new Date().getUTCFullYear(),
): FoundFields {
  const labels = cardLabels(rows)
  const { from, to } = validityOn(rows, labels)
  const ceiling = isUsualForPermit(from, to) ? 1 : 0.5
  const birth = birthOn(rows, labels, from)
  const number = numberOn(rows, labels, permit)
  const near = (label: CardLabel) => [valueAt(labels, label), rowBelow(rows, labels, label)]
  const [beside = [], below = []] = near('name')
  const name =
    personName(beside) ??
    personName(below) ??
    (permit === 'FOREIGN_PERMANENT_RESIDENT_ID' ? (latinName(beside) ?? latinName(below)) : undefined)
  return present({
    name,
    sex: sexOf(near('sex').flat(), null),
    idNumber: number && found(number),
    birthDate: birth && found(birth.glyphs, birth.value),
    authority: found(valueAt(labels, 'authority')) ?? found(rowBelow(rows, labels, 'authority')),
    validFrom: from && found(from.glyphs, from.value, ceiling),
    validTo: to && found(to.glyphs, to.value, ceiling),
    ...onZone(lines, permit, year),
  })
}

/**
 * Reads a permanent resident's card. Its number has had 18 digits since 2023, whose check character and date decide as
 * they do on other cards.
 */
export function permanentResident(rows: readonly Row[], lines: readonly Line[]): FoundFields {
  const printed = travelPermit(rows, lines, 'FOREIGN_PERMANENT_RESIDENT_ID')
  const { idNumber, birthDate, sex, name } = citizenCard(rows, 'PORTRAIT')
  if (!idNumber || printed.idNumber) return printed
  if (!birthDate || idNumber.confidence < 0.9) return { ...present({ name }), ...printed, idNumber }
  const isSame = printed.birthDate === undefined || printed.birthDate.value === birthDate.value
  const confidence = isSame ? Math.max(birthDate.confidence, 0.9) : 0.5
  return { ...present({ name, sex }), ...printed, idNumber, birthDate: { ...birthDate, confidence } }
}

/** Returns the permit whose number is at the label for one: titles may be unreadable. */
export function permitByNumber(rows: readonly Row[]): Permit | undefined {
  const labels = cardLabels(rows)
  const places = [valueAt(labels, 'number'), rowBelow(rows, labels, 'number')]
  const permits = Object.keys(NUMBERS) as Permit[]
  return permits.find((permit) => places.some((place) => numberIn(place, permit) !== null))
}

/** Returns what the zone of a card says. The name in it is spelt in letters, and is not the one that is declared. */
function onZone(lines: readonly Line[], permit: Permit, year: number): FoundFields {
  const zone = zoneIn(lines)
  const read = zone?.form === 'CARD' ? parsed(zone) : null
  if (!zone || read?.format !== 'TD1') return {}
  const { idNumber, ...fields } = checkedFields(zone, read, year)
  const isOfForm = idNumber && NUMBERS[permit].is.test(idNumber.value)
  return isOfForm ? { ...fields, idNumber } : fields
}

const valueAt = (labels: readonly Labelled<CardLabel>[], wanted: CardLabel): readonly Glyph[] =>
  labels.find(({ label }) => label === wanted)?.value ?? []

function validityOn(rows: readonly Row[], labels: readonly Labelled<CardLabel>[]) {
  const labelled = validityIn([...valueAt(labels, 'validity'), ...rowBelow(rows, labels, 'validity')])
  return labelled.to ? labelled : validityIn(rows.find(isValidity) ?? [])
}

/** Permits are valid for 5 or 10 years, to the day before or to the same day: another validity is doubted. */
export function isUsualForPermit(from: ReadDate | null, to: ReadDate | null): boolean {
  if (!from || !to) return false
  return [5, 10].some((years) => {
    const end = new Date(`${Number(from.value.slice(0, 4)) + years}${from.value.slice(4)}T00:00:00Z`).getTime()
    const over = (end - new Date(`${to.value}T00:00:00Z`).getTime()) / DAY
    return over === 0 || over === 1
  })
}
const DAY = 86_400_000

/** A date of birth whose label was not read is the only date of its row, and before the validity. */
function birthOn(rows: readonly Row[], labels: readonly Labelled<CardLabel>[], from: ReadDate | null) {
  const labelled = datesIn([...valueAt(labels, 'birth'), ...rowBelow(rows, labels, 'birth')])[0]
  if (labelled || !from) return labelled
  const alone = rows.map((row) => datesIn(row)).filter(({ length }) => length === 1)
  return alone.flat().find(({ value }) => value < from.value)
}

/** Returns what is below a label, up to a fifth of the page to its right: permits print values there. */
function rowBelow(rows: readonly Row[], labels: readonly Labelled<CardLabel>[], wanted: CardLabel): Glyph[] {
  const label = labels.find((one) => one.label === wanted)
  const start = label?.labelGlyphs[0]
  if (!label || !start) return []
  const next = rows.slice(label.row + 1).find((row) => row.some(({ x }) => Math.abs(x - start.x) < start.size * 2))
  return (next ?? []).filter(({ x }) => x > start.x - start.size * 2 && x < start.x + start.size * 22)
}

/** Finds the number at its label, below it, or in any row: of eight digits there may be others. */
function numberOn(rows: readonly Row[], labels: readonly Labelled<CardLabel>[], permit: Permit) {
  const places = [valueAt(labels, 'number'), rowBelow(rows, labels, 'number'), ...rows]
  return places.map((place) => numberIn(place, permit)).find((number) => number !== null)
}

/** Returns the number in a row: each character is the letter or digit that its place in the number has. */
function numberIn(row: Row, permit: Permit): readonly Glyph[] | null {
  const { form, is } = NUMBERS[permit]
  const glyphs = row.filter(({ text }) => /\S/.test(text))
  const isDigit = (glyph: Glyph | undefined) => glyph !== undefined && /\d/.test(glyph.text)
  for (let at = 0; at + form.length <= glyphs.length; at++) {
    const read = glyphs.slice(at, at + form.length).map((glyph, i) => ({
      ...glyph,
      text: form.charAt(i) === '0' ? (asDigit(glyph.text) ?? '') : glyph.text.toUpperCase(),
    }))
    const isAlone = !isDigit(glyphs[at - 1]) && (permit !== 'TAIWAN_PERMIT' || !isDigit(glyphs[at + form.length]))
    // A date, or words, are not to become a number by what letters are taken for digits.
    const isMostlyRead = read.filter(({ text }, i) => text === glyphs[at + i]?.text).length >= form.length - 2
    if (isAlone && isMostlyRead && is.test(textOf(read))) return read
  }
  return null
}

/** Returns a name in letters, as it is printed. */
function latinName(glyphs: readonly Glyph[]) {
  const name: Glyph[] = []
  for (const glyph of glyphs) {
    if (!/[A-Za-z ,.'’-]/.test(glyph.text)) break
    name.push(glyph)
  }
  const value = textOf(name).replace(/\s+/g, ' ').trim()
  return value.length < 3 ? undefined : found(name, value)
}
