import 'server-only'

const code = (character: string) => character.charCodeAt(0)
const [BACKSLASH, POINT, SIGNS, LETTER_R] = [code('\\'), code('.'), [code('+'), code('-')], code('R')]
export const [PERCENT, SOLIDUS, LF, CR] = [code('%'), code('/'), code('\n'), code('\r')] as const
export const [OPEN, CLOSE, LESS, GREATER] = [code('('), code(')'), code('<'), code('>')] as const
export const [OPEN_ARRAY, CLOSE_ARRAY] = [code('['), code(']')] as const

/** ISO 32000-2, 7.2.3, says what each byte is. One that is neither white space nor a delimiter is regular. */
const WHITE = 1
const DELIMITER = 2
const kinds = new Uint8Array(256)
for (const byte of Buffer.from('\0\t\n\f\r ')) kinds[byte] = WHITE
for (const byte of Buffer.from('()<>[]{}/%')) kinds[byte] = DELIMITER

export const isWhite = (byte: number | undefined): boolean => byte !== undefined && kinds[byte] === WHITE
export const isRegular = (byte: number | undefined): boolean => byte !== undefined && kinds[byte] === 0
export const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39

/**
 * Returns whether a byte is a letter: one after a keyword makes another word of it; readers differ in which other bytes
 * do.
 */
const isLetter = (byte: number | undefined): boolean =>
  byte !== undefined && (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a

/** No reference and no keyword is longer. */
export const LONGEST_WORD = 32

export function endOfWord(bytes: Buffer, start: number): number {
  let end = start
  while (isRegular(bytes[end])) end += 1
  return end
}

export function endOfLine(bytes: Buffer, start: number): number {
  let end = start
  while (end < bytes.length && bytes[end] !== LF && bytes[end] !== CR) end += 1
  return end
}

/**
 * Returns the position after a literal string; null when it has no end. Parentheses in it are in pairs, or after a
 * backslash.
 */
export function endOfString(bytes: Buffer, start: number): number | null {
  let depth = 0
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === BACKSLASH) at += 1
    else if (byte === OPEN) depth += 1
    else if (byte === CLOSE) depth -= 1
    if (depth === 0) return at + 1
  }
  return null
}

/** Returns the position after a string in hexadecimal digits; null when it contains anything else, or has no end. */
export function endOfHexString(bytes: Buffer, start: number): number | null {
  for (let at = start + 1; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if (byte === GREATER) return at + 1
    const letter = byte | 0x20
    if (!(isWhite(byte) || isDigit(byte) || (letter >= 0x61 && letter <= 0x66))) return null
  }
  return null
}

export function isNumber(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0
    if (!(isDigit(byte) || byte === POINT || SIGNS.includes(byte))) return false
  }
  return true
}

/**
 * Returns the end of a reference that starts after the number of an object; null if it is none, or longer than any is.
 */
export function endOfReference(bytes: Buffer, start: number): number | null {
  const last = start + LONGEST_WORD
  let at = start
  while (isWhite(bytes[at]) && at < last) at += 1
  const generation = at
  while (isDigit(bytes[at]) && at < last) at += 1
  const end = at
  while (isWhite(bytes[at]) && at < last) at += 1
  const isReference = generation > start && end > generation && at > end && bytes[at] === LETTER_R
  return isReference && !isRegular(bytes[at + 1]) ? at + 1 : null
}

/** Decodes a name, in which any character may be written as a number sign and two digits. */
export const decodedName = (name: string): string =>
  name.includes('#')
    ? name.replace(/#([\dA-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
    : name

/**
 * Counts how often a keyword is written at which a reader may start: an object, a table or a trailer starts nowhere
 * else, but a table may also lead into strings, comments and streams. The text before a keyword does not matter, as
 * some readers need no white space between a number and a keyword.
 */
export function countStarts(bytes: Buffer): number {
  const isBehind = (at: number, word: string) => bytes.toString('latin1', at - word.length, at) === word
  const objects = countWhere(bytes, 'obj', (at) => !(isLetter(bytes[at + 3]) || isBehind(at, 'end')))
  const tables = countWhere(bytes, 'xref', (at) => !isBehind(at, 'start'))
  return objects + tables + countWhere(bytes, 'trailer', () => true)
}

function countWhere(bytes: Buffer, word: string, is: (at: number) => boolean): number {
  let count = 0
  for (let at = bytes.indexOf(word); at >= 0; at = bytes.indexOf(word, at + word.length)) if (is(at)) count += 1
  return count
}
