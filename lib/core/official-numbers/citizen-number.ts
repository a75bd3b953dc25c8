import { validate } from 'stdnum/lib/cjs/cn/ric.js'
import { isRealDate } from '../dates'

/** Lists the first two digits of provinces in GB/T 2260. */
const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71'.split(' '),
)

/** Prefixes that only the residence permit for Hong Kong, Macao and Taiwan residents has. */
const PERMIT_PREFIXES = new Set(['81', '82', '83'])

/** Names the cards with such a number: each has its own prefix, and all share form, date and check character. */
export type CitizenNumberOf = 'RESIDENT_ID' | 'HMT_RESIDENCE_PERMIT' | 'FOREIGN_PERMANENT_RESIDENT_ID'

/** Names what can be wrong with such a number, as the rulebook's problems do. */
export type CitizenNumberProblem =
  | 'ID_NUMBER_FORMAT'
  | 'ID_NUMBER_PREFIX'
  | 'ID_NUMBER_OF_PERMIT'
  | 'ID_NUMBER_BIRTH_DATE'
  | 'ID_NUMBER_CHECK_CHARACTER'

/**
 * Returns what is wrong with an 18-character citizen number (GB 11643-1999; in capitals, no spaces). It checks form,
 * prefix, date and check character, in this order, so that the first finding is one that a person can see on the card.
 *
 * @param birthDate YYYY-MM-DD as declared; undefined while it is not, and then only the number's own date is checked.
 */
export function citizenNumberProblem(
  number: string,
  of: CitizenNumberOf,
  birthDate: string | undefined,
): CitizenNumberProblem | null {
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

function prefixProblem(number: string, of: CitizenNumberOf): CitizenNumberProblem | null {
  const province = number.slice(0, 2)
  if (number.startsWith('999999')) return 'ID_NUMBER_PREFIX'
  if (of === 'HMT_RESIDENCE_PERMIT') return PERMIT_PREFIXES.has(province) ? null : 'ID_NUMBER_PREFIX'
  if (of === 'FOREIGN_PERMANENT_RESIDENT_ID') return number.startsWith('9') ? null : 'ID_NUMBER_PREFIX'
  if (PERMIT_PREFIXES.has(province)) return 'ID_NUMBER_OF_PERMIT'
  return PROVINCES.has(province) ? null : 'ID_NUMBER_PREFIX'
}
