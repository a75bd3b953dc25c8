import { citizenNumberProblem } from '@/lib/core/official-numbers/citizen-number'
import type { IdType } from '../id-types'
import type { ProblemCode } from '../problems'

/** Matches the forms of numbers without a check character. */
const FORMS: Readonly<Record<'HK_MACAO_PERMIT' | 'TAIWAN_PERMIT' | 'PASSPORT', RegExp>> = {
  HK_MACAO_PERMIT: /^[HM]\d{8}$/,
  TAIWAN_PERMIT: /^\d{8}$/,
  PASSPORT: /^[A-Z\d]{5,17}$/,
}

/** Matches the 15 characters on permanent residents' cards before the 18-digit ones: country and 12 digits. */
const OLD_PERMANENT_RESIDENT = /^[A-Z]{3}\d{12}$/

/** Returns what is wrong with an ID number (in capitals, no spaces) of that type; null when nothing is. */
export function idNumberProblem(number: string, type: IdType, birthDate: string | undefined): ProblemCode | null {
  switch (type) {
    case 'RESIDENT_ID':
    case 'HMT_RESIDENCE_PERMIT':
      return citizenNumberProblem(number, type, birthDate)
    case 'FOREIGN_PERMANENT_RESIDENT_ID':
      return OLD_PERMANENT_RESIDENT.test(number) ? null : citizenNumberProblem(number, type, birthDate)
    default:
      return FORMS[type].test(number) ? null : 'ID_NUMBER_FORMAT'
  }
}
