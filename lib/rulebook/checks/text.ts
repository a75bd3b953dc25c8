/** Full-width letters, digits and punctuation, as a Chinese keyboard types them, to their plain forms. Han characters stay. */
export function halfWidth(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, ' ')
}

/** A number or code as it is kept: plain capitals, without spaces or hyphens. */
export function compactCode(text: string): string {
  return halfWidth(text)
    .replace(/[\s\u200B\uFEFF\-‐‑–—]/g, '')
    .toUpperCase()
}

/** A single line as it is kept: composed, trimmed, inner white space as one space. */
export function singleLine(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim()
}

/** In characters as a person counts them, not UTF-16 units: 𠮷 is one. */
export function lengthOf(text: string): number {
  return [...text].length
}
