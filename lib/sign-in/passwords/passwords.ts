import 'server-only'
import { hash, verify } from '@node-rs/argon2'
import { COMMON_WORDS } from './common-words'

/** Follows OWASP's first choice for Argon2id, the library's default kind: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/**
 * It is a hash of 32 random bytes that nobody knows: a password is compared with it when there is no person to compare
 * it with.
 */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$1Pj24zbgxXObpl3hWUh2Rg$TN6p0emiTdbf8sC9QqvJ/SpTL2nPoEysnaeNYx3Y0yg'

export const PASSWORD_LENGTH = { min: 12, max: 256 } as const

/** Normalises what keyboards and systems compose differently (NIST SP 800-63B, 3.1.1.2). */
const normalise = (password: string) => password.normalize('NFKC')

/** Returns a PHC string. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalise(password), COST)
}

/**
 * Verifies a password. The work is the same when there is no person, so that its time reveals nothing. A text that is
 * too long is cut off before any work, for all.
 */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  if (password.length > 4 * PASSWORD_LENGTH.max) return false
  const isRight = await verify(passwordHash ?? NOBODY, normalise(password))
  return isRight && passwordHash !== null
}

export type PasswordProblem = 'PASSWORD_LENGTH' | 'PASSWORD_COMMON' | 'PASSWORD_PERSONAL'

/**
 * Returns what is wrong with a new password. There are no rules on kinds of characters: they make worse passwords (NIST
 * SP 800-63B, 3.1.1.2).
 *
 * @param about what is known of the person and the place: name, e-mail address, platform
 */
export function passwordProblem(password: string, about: readonly string[]): PasswordProblem | null {
  const plain = normalise(password).toLowerCase()
  const length = [...plain].length
  if (length < PASSWORD_LENGTH.min || length > PASSWORD_LENGTH.max) return 'PASSWORD_LENGTH'
  if (isPersonal(plain, about)) return 'PASSWORD_PERSONAL'
  return isCommon(plain) ? 'PASSWORD_COMMON' : null
}

/** Contains a name; or the part of an address before or after the @; two Han characters, or four others, are enough. */
function isPersonal(plain: string, about: readonly string[]): boolean {
  const words = about.flatMap((text) =>
    normalise(text)
      .toLowerCase()
      .split(/[\s@.·_-]+/u),
  )
  const whole = about.map((text) =>
    normalise(text)
      .toLowerCase()
      .replace(/[\s·]+/gu, ''),
  )
  return [...words, ...whole].some(
    (word) => word.length >= (/\p{Script=Han}/u.test(word) ? 2 : 4) && plain.includes(word),
  )
}

/**
 * Returns whether a password has few different characters, next to no letters, or only well-known words and a name with
 * digits and signs between.
 */
function isCommon(plain: string): boolean {
  const letters = plain.match(/\p{L}/gu) ?? []
  return new Set(plain).size < 5 || letters.length < 3 || consistsOfCommonWords(plain)
}

/** So many syllables make a Chinese name, or a word of every day: 张三, 诸葛孔明, 身份证. */
const SYLLABLES = 4

const SYLLABLE =
  /(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:[iu]ang|iong|[aeio]ng|ia[no]|uai|uan|[ae]i|[aeiu]n|[ao]o|ao|er|i[aeu]|ou|u[aeio]|ve|[aeiouv])/y

/** Maps signs and digits to the letters that they look like. */
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
}

/** Goes through it from the left by all ways at once, with the fewest syllables by which each place can be reached. */
function consistsOfCommonWords(plain: string): boolean {
  const reached = new Map([[0, 0]])
  for (let at = 0; at < plain.length; at += 1) {
    const syllables = reached.get(at)
    if (syllables === undefined) continue
    const reach = (place: number, used: number) => {
      if (used <= SYLLABLES) reached.set(place, Math.min(used, reached.get(place) ?? used))
    }
    if (!/\p{L}/u.test(plain.charAt(at))) reach(at + 1, syllables)
    for (const word of COMMON_WORDS) if (looksLike(plain, at, word)) reach(at + word.length, syllables)
    for (const length of syllablesAt(plain, at)) reach(at + length, syllables + 1)
  }
  return reached.has(plain.length)
}

function looksLike(plain: string, at: number, word: string): boolean {
  for (let place = 0; place < word.length; place += 1) {
    const sign = plain.charAt(at + place)
    if (sign !== word.charAt(place) && LOOKS_LIKE[sign] !== word.charAt(place)) return false
  }
  return true
}

/** Returns the possible lengths of a syllable of pinyin that starts here: xian is one, and xi is. */
function syllablesAt(plain: string, at: number): number[] {
  return [6, 5, 4, 3, 2, 1].filter((length) => {
    SYLLABLE.lastIndex = 0
    const text = plain.slice(at, at + length)
    return text.length === length && SYLLABLE.exec(text)?.[0].length === length
  })
}
