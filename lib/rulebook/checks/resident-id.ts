import { validate } from 'stdnum/lib/cjs/cn/ric.js'
import type { ProblemCode } from '../problems'
import { isRealDate } from './dates'

/** First two digits of GB/T 2260. */
const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71'.split(' '),
)

/** Of the residence permit for Hong Kong, Macao and Taiwan residents, and of nothing else. */
const PERMIT_PREFIXES = new Set(['81', '82', '83'])

/** The cards that carry such a number: each has its own prefix, all share form, date and check character. */
export type CitizenNumberOf = 'RESIDENT_ID' | 'HMT_RESIDENCE_PERMIT' | 'FOREIGN_PERMANENT_RESIDENT_ID'

/**
 * What is wrong with an 18-character citizen number (GB 11643-1999; in capitals, no spaces). Form, prefix, date, check
 * character, in this order, so that what is said first is what a person can see by looking at the card.
 *
 * @param birthDate YYYY-MM-DD as declared; undefined while it is not, and then only the number's own date is checked.
 */
export function citizenNumberProblem(
  number: string,
  of: CitizenNumberOf,
  birthDate: string | undefined,
): ProblemCode | null {
  if (!/^\d{17}[\dX]$/.test(number)) return 'ID_NUMBER_FORMAT'
  const wrongPrefix = prefixProblem(number, of)
  if (wrongPrefix) return wrongPrefix
  const date = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
  if (!isRealDate(date) || (birthDate && date !== birthDate)) return 'ID_NUMBER_BIRTH_DATE'
  const verdict = validate(number)
  if (verdict.isValid) return null
  // The only component that stdnum can still refuse is a date in the future.
  return verdict.error.name === 'InvalidComponent' ? 'ID_NUMBER_BIRTH_DATE' : 'ID_NUMBER_CHECK_CHARACTER'
}

function prefixProblem(number: string, of: CitizenNumberOf): ProblemCode | null {
  const province = number.slice(0, 2)
  if (number.startsWith('999999')) return 'ID_NUMBER_PREFIX'
  if (of === 'HMT_RESIDENCE_PERMIT') return PERMIT_PREFIXES.has(province) ? null : 'ID_NUMBER_PREFIX'
  if (of === 'FOREIGN_PERMANENT_RESIDENT_ID') return number.startsWith('9') ? null : 'ID_NUMBER_PREFIX'
  if (PERMIT_PREFIXES.has(province)) return 'ID_NUMBER_OF_PERMIT'
  return PROVINCES.has(province) ? null : 'ID_NUMBER_PREFIX'
}
