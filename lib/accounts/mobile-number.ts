/** Normalises full-width forms; removes white space, invisible marks, brackets and dashes. */
export const compact = (text: string) => text.normalize('NFKC').replace(/[\s\p{Cf}\p{Pd}()]/gu, '')

/**
 * Converts mainland mobile numbers as people write them (spaces, hyphens, +86, 0086, full-width) to E.164; null for
 * anything else.
 */
export function mobileNumber(text: string): string | null {
  const [, number] = /^(?:\+86|0086|86)?(1[3-9]\d{9})$/.exec(compact(text)) ?? []
  return number ? `+86${number}` : null
}

/** Returns a number as people read it: +8613800138000 → 138 0013 8000. */
export function readableNumber(number: string): string {
  return number.replace(/^\+86(\d{3})(\d{4})(\d{4})$/, '$1 $2 $3')
}
