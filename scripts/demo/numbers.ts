/**
 * Numbers that pass every check and were never given to anyone:
 * - citizen numbers of areas that don't exist: GB/T 2260 has no prefecture 99 in any province, residence permits for
 *   Hong Kong, Macao and Taiwan are of 810000, 820000 and 830000 only, and permanent residents' numbers hold an ISO
 *   3166-1 numeric code, of which 900 to 999 are left to their users;
 * - permits far above what was ever counted up to (Hong Kong and Macao have 8 million people, not 99);
 * - passports and codes with letters where the real ones have digits or MA;
 * - phones of 154, the one segment of 15x that no carrier was ever given.
 */

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const

/** Returns a citizen number by GB 11643-1999. @param serial odd for men, even for women */
export function citizenNumber(area: string, birthDate: string, serial: number): string {
  const body = `${area}${birthDate.replaceAll('-', '')}${`${serial % 1000}`.padStart(3, '0')}`
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(body[i]), 0)
  return `${body}${'10X98765432'[sum % 11]}`
}

export const residentNumber = (province: number, birthDate: string, serial: number) =>
  citizenNumber(`${province}9999`, birthDate, serial)

/** @param region 81 Hong Kong, 82 Macao, 83 Taiwan */
export const residencePermitNumber = (region: 81 | 82 | 83, birthDate: string, serial: number) =>
  citizenNumber(`${region}9999`, birthDate, serial)

export const permanentResidentNumber = (birthDate: string, serial: number) => citizenNumber('911990', birthDate, serial)

const digits = (serial: number, length: number) => `${serial}`.padStart(length, '0')

export const hongKongPermitNumber = (serial: number) => `H9999${digits(serial, 4)}`
export const taiwanPermitNumber = (serial: number) => `9999${digits(serial, 4)}`
export const passportNumber = (serial: number) => `SPEC${digits(serial, 5)}`

export const phoneNumber = (serial: number) => `+86154${digits(serial, 8)}`

const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2] as const

/** Returns an organisation code by GB 11714-1997. */
export function organisationCode(serial: number): string {
  const body = `PAPER${digits(serial, 3)}`
  const sum = ORGANISATION_WEIGHTS.reduce((all, weight, i) => all + weight * Number.parseInt(body.charAt(i), 36), 0)
  const check = 11 - (sum % 11)
  return `${body}${check === 10 ? 'X' : check % 11}`
}

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/**
 * Returns a credit code by GB 32100-2015.
 *
 * @param registrar by whom it is registered, and as what: 91 a company, 12 a public institution …
 */
export function creditCode(registrar: string, serial: number): string {
  const body = `${registrar}119999${organisationCode(serial)}`
  let weight = 1
  let sum = 0
  for (const character of body) {
    sum += weight * ALPHABET.indexOf(character)
    weight = (weight * 3) % 31
  }
  return `${body}${ALPHABET[(31 - (sum % 31)) % 31]}`
}
