/**
 * These functions mask personal values for people who may recognise them but not use them. Every page, message and file
 * uses them, so that a value looks the same everywhere.
 *
 * Masking is a technique of GB/T 37964-2019 (de-identification), which leaves open how much is shown. Mobile numbers
 * look as Chinese carriers and apps print them. A masked phone or number never starts as a spreadsheet formula does
 * (lib/reports/formula.ts).
 */

/** Returns a phone number with its middle covered, without a country code of the mainland or a plus: 138****8000. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '').replace(/^(?:00)?86(?=1\d{10}$)/, '')
  // In a shorter number, three and four digits would be nearly all of it.
  return digits.length < 11 ? '*'.repeat(Math.min(4, phone.length)) : `${digits.slice(0, 3)}****${digits.slice(-4)}`
}

/** Returns an e-mail address of which the first character and the domain are shown: z***@example.cn. */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf('@')
  return at > 0 ? `${[...address][0]}***${address.slice(at)}` : '***'
}

/** At most this many characters are shown at each end of a number, and never more than half of it in all. */
const ENDS = 4

/** Returns an identity or registration number with its middle covered, as long as it was: 1101**********002X. */
export function maskNumber(number: string): string {
  const characters = [...number]
  const shown = Math.min(ENDS, Math.floor(characters.length / 4))
  const last = characters.length - shown
  return characters.map((one, i) => ((i < shown && isPlain(one)) || i >= last ? one : '*')).join('')
}

/** Signs at the start are covered: a spreadsheet would run them. */
const isPlain = (character: string) => /[\p{L}\p{N}]/u.test(character)

/** Returns a person's name of which the first character is shown: 张*, 欧***. An empty name stays empty. */
export function maskPersonName(name: string): string {
  const [first = '', ...rest] = name
  return first + (first && '*'.repeat(Math.max(1, rest.length)))
}

/** Returns an organisation's name, which often ends with what it is, with its middle covered: 北京******公司. */
export function maskOrganisationName(name: string): string {
  const characters = [...name]
  if (characters.length < 6) return maskPersonName(name)
  const covered = '*'.repeat(characters.length - 4)
  return `${characters.slice(0, 2).join('')}${covered}${characters.slice(-2).join('')}`
}

/**
 * Returns a /24 of IPv4 or a /48 of IPv6 with its end covered: 203.0.113.*, 2001:db8:1:*. Its person can see whether it
 * is from home or abroad, and nobody can be found by it. Null for anything else.
 */
export function maskNetwork(prefix: string): string | null {
  const [, network, colon] = /^(.+?)(?:\.0\/24|:(:)\/48)$/.exec(prefix) ?? []
  return network ? `${network}${colon ?? '.'}*` : null
}
