import { dateIn } from '@/lib/core/clock'
import { isRealDate } from '@/lib/core/dates'
import { halfWidth } from './text'

/**
 * The alphabet lacks I, O, 0 and 1, which are confused on paper and by phone. Its 32 characters are the elements of
 * GF(2⁵).
 */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

/**
 * Returns the value of a character. Digits that only the date has share the values of two letters, which the date never
 * has.
 */
const elementOf = (character: string): number =>
  character === '0' ? ALPHABET.indexOf('Y') : character === '1' ? ALPHABET.indexOf('Z') : ALPHABET.indexOf(character)

/** Multiplies by α in GF(2⁵) with α⁵ = α² + 1. */
const timesAlpha = (value: number): number => ((value << 1) & 31) ^ (value & 16 ? 5 : 0)

/**
 * Returns Σ αⁱ·vᵢ, where the last character has i = 0. The weights are 14 distinct, non-zero elements, so that one
 * wrong character, or any two exchanged ones, always change the sum: a code with the distance of a Reed–Solomon code
 * with one check character.
 */
const checkSum = (characters: string): number =>
  [...characters].reduce((sum, character) => timesAlpha(sum) ^ elementOf(character), 0)

/** So many bytes are enough for five characters of the alphabet. */
export const REFERENCE_BYTES = 5

/**
 * Returns ZX-YYYYMMDD-XXXXXX: the day in Shanghai, five random characters and a check character. There are 33 million a
 * day, so the column is unique and its writer tries again.
 *
 * @param random at least REFERENCE_BYTES bytes from a cryptographic source.
 */
export function makeReference(date: Date, random: Uint8Array): string {
  if (random.length < REFERENCE_BYTES) throw new RangeError(`A reference takes ${REFERENCE_BYTES} random bytes`)
  const day = dateIn(date).replaceAll('-', '')
  const tail = Array.from(random.subarray(0, REFERENCE_BYTES), (byte) => ALPHABET.charAt(byte & 31)).join('')
  const check = ALPHABET.charAt(timesAlpha(checkSum(day + tail)))
  return `ZX-${day}-${tail}${check}`
}

/** Returns whether it is written as `makeReference` does, with the right check character. */
export function isReference(text: string): boolean {
  const [, day, tail] = /^ZX-(\d{8})-([2-9A-HJ-NP-Z]{6})$/.exec(text) ?? []
  if (!day || !tail) return false
  return isRealDate(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`) && checkSum(day + tail) === 0
}

/** Matches the characters at the end of a reference, which people read out on the telephone. */
const TAIL = /^[2-9A-HJ-NP-Z]{6}$/

/**
 * Returns the end of a reference when the typed text may be one; null otherwise. A name of six letters may be one too.
 */
export function referenceTail(text: string): string | null {
  const characters = normaliseReference(text)
  return TAIL.test(characters) ? characters : null
}

/**
 * Returns a reference in its written form from what was typed: small letters, full-width, missing or odd hyphens,
 * spaces.
 */
export function normaliseReference(text: string): string {
  const characters = halfWidth(text)
    .toUpperCase()
    .replace(/[^A-Z\d]/g, '')
  return characters.replace(/^(ZX)(\d{8})(.+)$/, '$1-$2-$3')
}
