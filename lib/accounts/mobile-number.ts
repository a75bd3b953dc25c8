/** Full-width forms made plain; white space, invisible marks, brackets and dashes left out. */
export const compact = (text: string) => text.normalize('NFKC').replace(/[\s\p{Cf}\p{Pd}()]/gu, '')

/** Mainland mobile numbers as people write them (spaces, hyphens, +86, 0086, full-width) to E.164; null when it is none. */
export function mobileNumber(text: string): string | null {
  const [, number] = /^(?:\+86|0086|86)?(1[3-9]\d{9})$/.exec(compact(text)) ?? []
  return number ? `+86${number}` : null
}

/** So much of a number that whoever knows it knows it again: +8613800138000 → 138****8000. */
export function maskedNumber(number: string): string {
  return number.replace(/^\+86(\d{3})\d{4}(\d{4})$/, '$1****$2')
}

/** As people read it: +8613800138000 → 138 0013 8000. */
export function readableNumber(number: string): string {
  return number.replace(/^\+86(\d{3})(\d{4})(\d{4})$/, '$1 $2 $3')
}
