import { isSocialCreditCode } from './official-numbers/organisation-codes'

/** Marks a place in a text, in UTF-16 code units: from its first to after its last. */
export type TextRange = { readonly from: number; readonly to: number }

/** A text as it is compared: half width, in capitals, without what nobody sees; with the place of each character. */
type Plain = { readonly text: string; readonly places: readonly TextRange[] }

/**
 * Describes a group of digits; an X may end it, as it ends an ID. `before` is what stands between it and the group
 * before it.
 */
type Group = { readonly digits: string; readonly start: number; readonly end: number; readonly before: string }

/** Matches what people put between the groups of a number, a list or a date: up to six of them. */
const SEPARATOR = /[\s\-–—‐‑_.·•/\\,，、()]/
const GROUPS = new RegExp(`\\d+X?(?:${SEPARATOR.source}{1,6}\\d+X?)*`, 'gu')
const GROUP = new RegExp(`(${SEPARATOR.source}*)(\\d+X?)`, 'gu')
/** Lists and amounts have these signs; a number of a person hardly ever. */
const LISTING = /[,，、]/
const DATE_SIGN = /^\s*[-./]\s*$/
/** Numbers of no known kind are apart where a bracket is between them, or more than three signs. */
const APART = /[()]|.{4}/s

/**
 * Matches a number of GB 11643-1999: six digits of a place, a date of birth, three digits of a sequence, and the check
 * character.
 */
const RESIDENT_ID = /^\d{6}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]$/
const MOBILE = /^1[3-9]\d{9}$/
/** Matches the area code of a landline, a group of its own; `LANDLINE` matches the rest. */
const AREA_CODE = /^0(?:10|2\d|[3-9]\d\d)$/
const LANDLINE = /^[1-9]\d{6,7}$/
/** Numbers that companies publish, with an extension: 400 and 800, and the access numbers of SMS. */
const PUBLIC = /^(?:(?:[48]00\d{7}){1,2}\d{0,5}|106\d{5,17})$/
/** The references of applications, which may end in digits. */
const REFERENCE = /ZX-\d{8}-[\dA-Z]{6}(?![\dA-Z])/g
/** So many digits in a row are the number of somebody; amounts, dates and pages are shorter. */
const LONG = 11
/** Entries of a list, as pages and years, follow each other within this. */
const NEXT_IN_LIST = 30

const CODE_WORD =
  '(?:验证码|校验码|动态码|动态密码|动态口令|(?:VERIFICATION|ONE-TIME|SIGN-IN|LOGIN|SECURITY|SMS|YOUR) CODE|PASSCODE)'
const CODE_DIGITS = String.raw`(?<!\d)(?<code>\d(?:[\s-]?\d){3,7})(?!\d)`
/** Matches a code after its word, or before it: "482913 is your verification code". */
const CODES = [
  new RegExp(String.raw`${CODE_WORD}[^\d\n]{0,8}${CODE_DIGITS}`, 'dgu'),
  new RegExp(String.raw`${CODE_DIGITS}\s*(?:是|为|IS)\s*(?:您的|你的|本次|YOUR |THE |MY )?\s*${CODE_WORD}`, 'dgu'),
]

export const hasPersonalNumber = (text: string): boolean => findPersonalNumbers(text).length > 0

/**
 * Finds the numbers of people and organisations in a text: IDs, mobiles, landlines, card numbers, unified social credit
 * codes and verification codes, also with spaces or signs in between or in full-width digits. Dates, amounts and lists
 * of pages are none.
 *
 * @returns their places, in order; those that touch are one
 */
export function findPersonalNumbers(text: string): TextRange[] {
  const plain = plainOf(text)
  const found = [...numbersIn(plain.text), ...creditCodesIn(plain.text), ...codesIn(plain.text)]
  return merged(found.map(({ from, to }) => placeOf(plain, from, to)))
}

function plainOf(text: string): Plain {
  const places: TextRange[] = []
  let plain = ''
  let at = 0
  for (const character of text) {
    const place = { from: at, to: at + character.length }
    at = place.to
    if (/\p{Cf}/u.test(character)) continue
    // A circled number is one entry of a list, not a digit.
    const written = (/\p{No}/u.test(character) ? character : character.normalize('NFKC')).toUpperCase()
    plain += written
    for (let unit = 0; unit < written.length; unit += 1) places.push(place)
  }
  return { text: plain.replace(REFERENCE, (reference) => '#'.repeat(reference.length)), places }
}

const placeOf = ({ places }: Plain, from: number, to: number): TextRange => ({
  from: places[from]?.from ?? 0,
  to: places[to - 1]?.to ?? 0,
})

function numbersIn(plain: string): TextRange[] {
  return Array.from(plain.matchAll(GROUPS), ({ 0: run, index }) => groupsOf(run, index)).flatMap((groups) => [
    ...spans(groups).filter(isWritten).map(rangeOf),
    ...rowsOf(groups).filter(isLong).map(rangeOf),
  ])
}

const groupsOf = (run: string, start: number): Group[] =>
  Array.from(run.matchAll(GROUP), ({ 1: before = '', 2: digits = '', index }) => {
    const at = start + index + before.length
    return { digits, before, start: at, end: at + digits.length }
  })

/** Returns all series of neighbouring groups that are as long as an ID at most. */
function spans(groups: readonly Group[]): Group[][] {
  return groups.flatMap((_, first) => {
    const series: Group[][] = []
    for (let last = first; last < groups.length; last += 1) {
      const span = groups.slice(first, last + 1)
      if (lengthOf(span) > 18) break
      series.push(span)
    }
    return series
  })
}

/** Returns whether a series is an ID, whose date may be written as one, or a telephone number. */
function isWritten(span: readonly Group[]): boolean {
  const digits = joined(span)
  if (RESIDENT_ID.test(digits)) return true
  return (MOBILE.test(digits) ? !isList(span) : isLandline(span)) && !hasDate(span)
}

/** Returns whether a series is a landline, with `86` instead of the zero or without. One in a single group is long. */
function isLandline([first, ...rest]: readonly Group[]): boolean {
  if (first && /^(?:00)?86$/.test(first.digits)) {
    const [area, ...local] = rest
    return area !== undefined && AREA_CODE.test(`0${area.digits}`) && LANDLINE.test(joined(local))
  }
  return first !== undefined && AREA_CODE.test(first.digits) && LANDLINE.test(joined(rest))
}

/** Returns the rows of groups between the signs of a list, without the dates among them. */
function rowsOf(groups: readonly Group[]): Group[][] {
  const rows: Group[][] = [[]]
  for (let at = 0; at < groups.length; at += 1) {
    const group = groups[at] as Group
    if (LISTING.test(group.before) || APART.test(group.before)) rows.push([])
    if (isDate(groups.slice(at, at + 3))) {
      at += 2
      rows.push([])
    } else rows.at(-1)?.push(group)
  }
  return rows
}

const hasDate = (groups: readonly Group[]) => groups.some((_, at) => isDate(groups.slice(at, at + 3)))

function isDate([year, month, day]: readonly Group[]): boolean {
  if (!year || !month || !day) return false
  const isInYear = /^(?:19|20)\d\d$/.test(year.digits) && /^\d{1,2}$/.test(month.digits) && /^\d{1,2}$/.test(day.digits)
  return isInYear && DATE_SIGN.test(month.before) && DATE_SIGN.test(day.before)
}

const isLong = (row: readonly Group[]) => lengthOf(row) >= LONG && !isList(row) && !PUBLIC.test(joined(row))

/** Returns whether groups are entries of a list, such as pages or years: each follows the one before. */
const isList = (groups: readonly Group[]) =>
  groups.length > 2 &&
  groups.slice(1).every(({ digits }, at) => {
    const step = Number(digits) - Number(groups[at]?.digits)
    return step > 0 && step <= NEXT_IN_LIST
  })

const joined = (groups: readonly Group[]) => groups.map(({ digits }) => digits).join('')
const lengthOf = (groups: readonly Group[]) => joined(groups).length
const rangeOf = (groups: readonly Group[]): TextRange => ({
  from: groups[0]?.start ?? 0,
  to: groups.at(-1)?.end ?? 0,
})

/** Finds codes whose check character is right. Without it any eighteen capitals and digits in a row would be a code. */
function creditCodesIn(plain: string): TextRange[] {
  const kept = [...plain].flatMap((_, at) => (SEPARATOR.test(plain.charAt(at)) ? [] : [at]))
  const closed = kept.map((at) => plain.charAt(at)).join('')
  return Array.from(closed.matchAll(/(?=([0-9A-Z]{18}))/g)).flatMap(({ 1: code = '', index }) =>
    /\d/.test(code) && isSocialCreditCode(code)
      ? [{ from: kept[index] ?? 0, to: (kept[index + code.length - 1] ?? 0) + 1 }]
      : [],
  )
}

const codesIn = (plain: string): TextRange[] =>
  CODES.flatMap((code) => [...plain.matchAll(code)]).flatMap(({ indices }) => {
    const place = indices?.groups?.code
    return place ? [{ from: place[0], to: place[1] }] : []
  })

function merged(ranges: readonly TextRange[]): TextRange[] {
  const inOrder = ranges.toSorted((one, other) => one.from - other.from)
  const apart: TextRange[] = []
  for (const range of inOrder) {
    const last = apart.at(-1)
    if (last && range.from <= last.to) apart[apart.length - 1] = { from: last.from, to: Math.max(last.to, range.to) }
    else apart.push(range)
  }
  return apart
}
