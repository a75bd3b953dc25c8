/**
 * Turns full-width letters, digits and punctuation, as a Chinese keyboard types them, into plain ones. Han characters
 * stay.
 */
export function halfWidth(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, ' ')
}

/** Returns a number or code as it is stored: plain capitals, without spaces or hyphens. */
export function compactCode(text: string): string {
  return halfWidth(text)
    .replace(/[\s\u200B\uFEFF\-‐‑–—]/g, '')
    .toUpperCase()
}

/** Returns a single line as it is stored: composed, trimmed, and with inner white space as one space. */
export function singleLine(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim()
}

/** Returns the length in characters as a person counts them, not UTF-16 units: 𠮷 is one. */
export function lengthOf(text: string): number {
  return [...text].length
}

/**
 * Returns the letters and digits of a name, by which names are compared: brackets, dots and spaces are written in many
 * ways.
 */
export const nameLetters = (text: string): string =>
  halfWidth(text)
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
