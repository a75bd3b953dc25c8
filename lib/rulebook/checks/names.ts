import { halfWidth, lengthOf, singleLine } from './text'

/** A person's name as it is kept: the middle dot of transcribed names in its one form, Latin letters plain. */
export function normaliseName(text: string): string {
  return singleLine(halfWidth(text).replace(/[•‧∙・・･.．](?=\p{Script=Han})/gu, '·'))
}

/** Letters of any script with what stands between them; at least two characters. */
export function isPersonName(name: string): boolean {
  return lengthOf(name) >= 2 && /^\p{L}[\p{L}\p{M} ·.'’-]*$/u.test(name)
}

/** An organisation's name as it is kept: brackets as Chinese certificates print them, plain where nothing is Chinese. */
export function normaliseOrganisationName(text: string): string {
  const name = singleLine(halfWidth(text))
  if (!/\p{Script=Han}/u.test(name)) return name
  return name.replace(/ ?\( ?/g, '（').replace(/ ?\) ?/g, '）')
}

/** At least two characters, a letter among them. */
export function isOrganisationName(name: string): boolean {
  return lengthOf(name) >= 2 && /\p{L}/u.test(name) && !/[\p{C}【】<>]/u.test(name)
}

/** A sender signature as it is kept: without the brackets that each message puts around it. */
export function normaliseSignature(text: string): string {
  return singleLine(halfWidth(text).replace(/^\s*[【[]|[】\]]\s*$/g, ''))
}

/** Carriers take letters, Han characters and digits, and not digits alone. */
export function hasSignatureCharacters(text: string): boolean {
  return /^[\p{L}\p{M}\p{N}]+$/u.test(text) && !/^\p{N}+$/u.test(text)
}
