/** Digits and capitals without I, O, S, V and Z, which are mistaken for others. */
const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/**
 * Checks a unified social credit code, GB 32100-2015 (in capitals, no spaces). It doesn't use stdnum: 1.12.0 refuses
 * each code whose check character is 0, one organisation in 31.
 */
export function isSocialCreditCode(code: string): boolean {
  if (!/^[\dA-HJ-NP-RTUWXY]{2}\d{6}[\dA-HJ-NP-RTUWXY]{10}$/.test(code)) return false
  let weight = 1
  let sum = 0
  for (const character of code.slice(0, 17)) {
    sum += weight * CREDIT_ALPHABET.indexOf(character)
    weight = (weight * 3) % 31
  }
  return code.charAt(17) === CREDIT_ALPHABET.charAt((31 - (sum % 31)) % 31)
}

const WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2] as const

/**
 * Checks an organisation code, GB 11714-1997 (9 characters in capitals, no hyphen): eight and a check character, X for
 * ten, 0 for eleven.
 */
export function isOrganisationCode(code: string): boolean {
  if (!/^[\dA-Z]{8}[\dX]$/.test(code)) return false
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number.parseInt(code.charAt(place), 36), 0)
  const check = 11 - (sum % 11)
  return code.charAt(8) === (check === 10 ? 'X' : String(check % 11))
}
