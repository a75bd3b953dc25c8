import { validate } from 'stdnum/lib/cjs/cn/uscc.js'

/** A unified social credit code, GB 32100-2015 (in capitals, no spaces). */
export function isSocialCreditCode(code: string): boolean {
  return /^[\dA-HJ-NP-RT-UW-Y]{2}\d{6}[\dA-HJ-NP-RT-UW-Y]{10}$/.test(code) && validate(code).isValid
}

const WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2] as const

/** An organisation code, GB 11714-1997 (9 characters in capitals, no hyphen): eight and a check character, X for ten, 0 for eleven. */
export function isOrganisationCode(code: string): boolean {
  if (!/^[\dA-Z]{8}[\dX]$/.test(code)) return false
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number.parseInt(code.charAt(place), 36), 0)
  const check = 11 - (sum % 11)
  return code.charAt(8) === (check === 10 ? 'X' : String(check % 11))
}
