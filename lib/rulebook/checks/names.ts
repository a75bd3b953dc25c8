import { halfWidth, lengthOf, singleLine } from './text'

/**
 * Returns a person's name as it is stored: with one form of the middle dot of transcribed names, and plain Latin
 * letters.
 */
export function normaliseName(text: string): string {
  return singleLine(halfWidth(text).replace(/[•‧∙・・･.．](?=\p{Script=Han})/gu, '·'))
}

/** Returns whether it has letters of any script, with separators between them, and at least two characters. */
export function isPersonName(name: string): boolean {
  return lengthOf(name) >= 2 && /^\p{L}[\p{L}\p{M} ·.'’-]*$/u.test(name)
}

/**
 * Returns an organisation's name as it is stored: with brackets as Chinese certificates print them, or plain ones in a
 * name without Chinese.
 */
export function normaliseOrganisationName(text: string): string {
  const name = singleLine(halfWidth(text))
  if (!/\p{Script=Han}/u.test(name)) return name
  return name.replace(/ ?\( ?/g, '（').replace(/ ?\) ?/g, '）')
}

/** Returns whether it has at least two characters, one of them a letter. */
export function isOrganisationName(name: string): boolean {
  return lengthOf(name) >= 2 && /\p{L}/u.test(name) && !/[\p{C}【】<>]/u.test(name)
}

/** Returns a sender signature as it is stored: without the brackets that each message puts around it. */
export function normaliseSignature(text: string): string {
  return singleLine(halfWidth(text).replace(/^\s*[【[]|[】\]]\s*$/g, ''))
}

/** Returns whether carriers accept its characters: letters, Han characters and digits, but not only digits. */
export function hasSignatureCharacters(text: string): boolean {
  return /^[\p{L}\p{M}\p{N}]+$/u.test(text) && !/^\p{N}+$/u.test(text)
}
