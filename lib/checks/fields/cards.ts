import 'server-only'
import type { Side } from '../reading'
import { datesIn, LONG_TERM, type ReadDate, validityIn } from './dates'
import { type FoundFields, found, personName, present } from './found'
import { type Glyph, type Row, textOf } from './glyphs'
import { continued, type Labelled, labelled } from './labels'
import { citizenNumberIn, type ReadNumber } from './numbers'

/** Lists the labels of cards, as each of them prints them. */
const LABELS = {
  name: ['姓名'],
  sex: ['性别'],
  people: ['民族'],
  birth: ['出生日期', '出生'],
  address: ['住址'],
  number: ['公民身份号码', '证件号码', '通行证号码'],
  authority: ['签发机关'],
  validity: ['有效期限', '有效期'],
} as const
export type CardLabel = keyof typeof LABELS

export const cardLabels = (rows: readonly Row[]) => labelled<CardLabel>(rows, LABELS)

/** Reads a card whose number is a citizen number: the resident's, and both permits that have one. */
export function citizenCard(rows: readonly Row[], side: Side): FoundFields {
  const labels = cardLabels(rows)
  return side === 'EMBLEM' ? emblemSide(rows, labels) : portraitSide(rows, labels)
}

function portraitSide(rows: readonly Row[], labels: readonly Labelled<CardLabel>[]): FoundFields {
  const number = citizenNumberIn(rows)
  const valueAt = (label: CardLabel) => labels.find((one) => one.label === label)?.value ?? []
  const edge = textEdge(labels)
  const within = (glyphs: readonly Glyph[]) => glyphs.filter(({ x }) => x < edge)
  return present({
    name: personName(within(valueAt('name'))) ?? personName(nameAbove(rows, labels)),
    sex: sexOf(valueAt('sex'), number),
    birthDate: birthOf(within(valueAt('birth')), rows, number),
    address: addressOf(rows, labels, number, edge),
    idNumber: number && { value: number.value, confidence: number.confidence, glyphs: number.glyphs },
  })
}

/** Returns where the column of text ends: the portrait is right of it, and so is what a watermark adds. */
function textEdge(labels: readonly Labelled<CardLabel>[]): number {
  const lefts = labels.filter(({ label }) => ['name', 'sex', 'birth', 'address'].includes(label))
  const starts = lefts.flatMap(({ labelGlyphs }) => labelGlyphs.slice(0, 1))
  const [first] = starts
  if (!first) return Number.POSITIVE_INFINITY
  const size = Math.max(...starts.map((glyph) => glyph.size))
  return Math.min(...starts.map(({ x }) => x)) + size * 22
}

/** A name whose label was not read is in the row above the sex. */
function nameAbove(rows: readonly Row[], labels: readonly Labelled<CardLabel>[]): readonly Glyph[] {
  const below = labels.find(({ label }) => label === 'sex' || label === 'people')
  if (!below || labels.some(({ label }) => label === 'name')) return []
  const row = rows[below.row - 1] ?? []
  const text = textOf(row)
  return /^.?名/.test(text) ? row.slice(text.indexOf('名') + 1) : row
}

export function sexOf(value: readonly Glyph[], number: ReadNumber | null) {
  const printed = value.find(({ text }) => text === '男' || text === '女')
  if (!number?.isRight) return printed && found([printed])
  const word = Number(number.value.charAt(16)) % 2 === 1 ? '男' : '女'
  const glyphs = printed ? [printed] : number.glyphs.slice(16, 17)
  return { value: word, confidence: printed?.text === word ? 0.99 : 0.8, glyphs }
}

/** The date in a number that is right decides; a printed one that differs lowers the confidence. */
function birthOf(value: readonly Glyph[], rows: readonly Row[], number: ReadNumber | null) {
  const printed = datesIn(value)[0] ?? rows.flatMap((row) => (/年.*月/u.test(textOf(row)) ? datesIn(row) : []))[0]
  if (!number?.isRight) return printed && found(printed.glyphs, printed.value)
  const date = `${number.value.slice(6, 10)}-${number.value.slice(10, 12)}-${number.value.slice(12, 14)}`
  const confidence = printed ? (printed.value === date ? 0.995 : 0.5) : 0.9
  return { value: date, confidence, glyphs: printed?.glyphs ?? number.glyphs.slice(6, 14) }
}

function addressOf(
  rows: readonly Row[],
  labels: readonly Labelled<CardLabel>[],
  number: ReadNumber | null,
  edge: number,
) {
  const address = labels.find(({ label }) => label === 'address')
  if (!address) return undefined
  const isEnd = (row: Row) =>
    labels.some(({ label, row: at }) => label === 'number' && rows[at] === row) || holds(row, number)
  const glyphs = continued(rows, address, isEnd, { right: edge, most: 3 })
  return found(glyphs.filter(({ x }) => x < edge))
}

const holds = (row: Row, number: ReadNumber | null) =>
  Boolean(number?.glyphs[0] && row.some(({ x, y }) => x === number.glyphs[0]?.x && y === number.glyphs[0]?.y))

function emblemSide(rows: readonly Row[], labels: readonly Labelled<CardLabel>[]): FoundFields {
  const valueAt = (label: CardLabel) => labels.find((one) => one.label === label)?.value ?? []
  const validity = validityIn(valueAt('validity'))
  const fallback = validity.from && validity.to ? validity : validityIn(rows.find(isValidity) ?? [])
  const { from, to } = fallback
  const isUsual = isUsualValidity(from, to)
  const authority =
    valueAt('authority').length > 1
      ? valueAt('authority')
      : (rows.find((row) => /(公安|分)局$/u.test(textOf(row))) ?? [])
  const ceiling = isUsual ? 1 : 0.5
  return present({
    authority: found(authority),
    validFrom: from && found(from.glyphs, from.value, ceiling),
    validTo: to && found(to.glyphs, to.value, ceiling),
  })
}

export function isValidity(row: Row): boolean {
  const { from, to } = validityIn(row)
  return from !== null && to !== null
}

/** Cards are valid for 5, 10 or 20 years to the day, or without an end. 29 February ends on the 28th or on 1 March. */
export function isUsualValidity(from: ReadDate | null, to: ReadDate | null): boolean {
  if (!from || !to) return false
  if (to.value === LONG_TERM) return true
  const years = Number(to.value.slice(0, 4)) - Number(from.value.slice(0, 4))
  const isSameDay = from.value.slice(5) === to.value.slice(5) || from.value.endsWith('02-29')
  return [5, 10, 20].includes(years) && isSameDay
}
