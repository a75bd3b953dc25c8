import { distance } from 'fastest-levenshtein'
import type { LetterPage } from '@/lib/checks/letter/letter-page'
import type { Rectangle } from '@/lib/checks/rectangle'
import type { FindingCode } from '@/lib/db/generated/enums'
import { nameLetters } from '../checks/text'
import type { LetterCode } from '../letters/letter-code'
import { isGuessed, type LetterPicture, pageOf } from '../letters/letter-pictures'
import type { LetterMark } from '../letters/letter-text'

/** Describes a finding in the pictures of a letter. `at` is the index of the picture; null for the whole letter. */
export type LetterFinding = {
  readonly code: FindingCode
  readonly at: number | null
  /** Holds the page of the letter, where it is known. */
  readonly page: number | null
  readonly confidence: number
  /** Says where it is on the page that lies flat. */
  readonly rectangle: Rectangle | null
}

/** Describes the letter that is looked for. */
export type ExpectedLetter = {
  /** Holds null to look for the first letter that is found. */
  readonly letterId: string | null
  /** Lists letters that the same application had before. */
  readonly voidIds: readonly string[]
  /** Lists what is made by hand on its last page; none where that is not known. */
  readonly marks: readonly LetterMark['key'][]
  /** Holds the name that a seal contains; null where that is not known. */
  readonly sealedBy: string | null
}

/**
 * Returns what a person should look at in the pictures of one letter, in their order, by the codes of the reasons for a
 * refusal where there are such. None of it decides anything.
 */
export function letterFindings(pictures: readonly LetterPicture[], expected: ExpectedLetter): LetterFinding[] {
  const first = pictures.find(({ said }) => said) ?? pictures.find(({ guess }) => guess)
  const letterId = expected.letterId ?? (first && pageOf(first)?.letterId) ?? null
  const own = pictures.map((picture) => {
    const page = pageOf(picture)
    return page?.letterId === letterId ? page : null
  })
  const each = pictures.flatMap((picture, at): LetterFinding[] => {
    const said = own[at] ?? null
    const finding: Find = (code, place) => ({
      ...{ code, at, page: pageOf(picture)?.page ?? null },
      ...{ confidence: place?.confidence ?? 1, rectangle: place?.rectangle ?? null },
    })
    const which = whichLetter(picture, letterId, expected)
    const isTwice = said !== null && own.slice(0, at).some((other) => other?.page === said.page)
    return [
      ...(which ? [finding(which)] : []),
      ...(isGuessed(picture) ? [finding('LETTER_UNCERTAIN')] : []),
      ...(isTwice ? [finding('LETTER_PAGE_TWICE')] : []),
      ...(which || !picture.letter ? [] : onPage(picture.letter, expected, finding)),
    ]
  })
  return [...each, ...missingPages(pictures, own)]
}

function whichLetter(
  { letter, said, isUnread }: LetterPicture,
  letterId: string | null,
  { voidIds }: ExpectedLetter,
): FindingCode | null {
  if (!letter) return null
  if (letter.blank) return 'LETTER_BLANK'
  if (isUnread) return 'LETTER_UNREAD'
  if (!letter.registered && !letter.code) return 'WRONG_DOCUMENT'
  if (!letter.code?.isRead) return null
  if (!said) return 'LETTER_CODE_UNKNOWN'
  if (said.letterId === letterId) return null
  return voidIds.includes(said.letterId) ? 'LETTER_OUTDATED' : 'LETTER_WRONG_PARTY'
}

type Place = { readonly confidence: number; readonly rectangle: Rectangle }
type Find = (code: FindingCode, place?: Place) => LetterFinding

function onPage(letter: LetterPage, { marks, sealedBy }: ExpectedLetter, finding: Find): LetterFinding[] {
  const { altered, signature, date, mark, grey, cropped, sealName } = letter
  const found = (altered ?? []).map((place) => finding('LETTER_ALTERED', place))
  if (signature && !signature.there) found.push(finding('SIGNATURE_MISSING', signature))
  if (mark && marks.includes('THUMBPRINT') && mark.kind !== 'thumbprint')
    found.push(finding('THUMBPRINT_MISSING', mark))
  if (mark && marks.includes('SEAL') && mark.kind !== 'seal') found.push(finding('SEAL_MISSING', mark))
  const isOtherName = marks.includes('SEAL') && sealName && sealedBy && !isNameOf(sealName.value, sealedBy)
  if (isOtherName && mark) found.push(finding('SEAL_MISMATCH', { ...mark, confidence: sealName.confidence }))
  if (date && !date.there) found.push(finding('LETTER_UNDATED', date))
  // On a page without boxes nothing needs colour.
  if (grey && signature) found.push(finding('PHOTOCOPY'))
  if (cropped) found.push(finding('CROPPED'))
  return found
}

/**
 * Returns the pages that are in no picture. One whose code nobody can read, and which is like none of them, may be any:
 * then it is not said which are missing.
 */
function missingPages(pictures: readonly LetterPicture[], own: readonly (LetterCode | null)[]): LetterFinding[] {
  const count = own.find((said) => said !== null)?.pages ?? 0
  const numbers = Array.from({ length: count }, (_, i) => i + 1)
  const missing = numbers.filter((page) => !own.some((said) => said?.page === page))
  const mayBeAny = (picture: LetterPicture) =>
    picture.letter ? isGuessed(picture) || picture.isUnread : picture.said === null
  const unread = pictures.filter((picture, at) => !own[at] && mayBeAny(picture)).length
  return missing.slice(unread).map((page) => ({
    ...{ code: 'PAGE_MISSING', at: null, page: unread > 0 ? null : page },
    ...{ confidence: 1, rectangle: null },
  }))
}

/**
 * Limits the share of a name that may be read as something else: some characters are faint, and some the reader does
 * not know.
 */
const MISREAD = 0.2

/** Returns whether what was read around a seal can be a name. */
function isNameOf(read: string, name: string): boolean {
  const [found, wanted] = [nameLetters(read), nameLetters(name)]
  return distance(found, wanted) <= MISREAD * Math.max(found.length, wanted.length)
}

/** Lists what is said elsewhere: by `pictureDoubts` of the pictures themselves, and by the letter's standing. */
const SAID_ELSEWHERE: readonly FindingCode[] = [
  'WRONG_DOCUMENT',
  'LETTER_BLANK',
  'LETTER_UNREAD',
  'CROPPED',
  'LETTER_OUTDATED',
  'LETTER_WRONG_PARTY',
  'LETTER_UNCERTAIN',
]
/** One picture with it is enough, where a page was photographed more than once. */
const BY_HAND: readonly FindingCode[] = [
  'SIGNATURE_MISSING',
  'THUMBPRINT_MISSING',
  'SEAL_MISSING',
  'SEAL_MISMATCH',
  'LETTER_UNDATED',
  'PHOTOCOPY',
]

/** Lists what is said of a page by its number: nothing else shows which one to photograph, or to remove. */
const BY_NUMBER: readonly FindingCode[] = ['PAGE_MISSING', 'LETTER_PAGE_TWICE']

type Photographed = ExpectedLetter & {
  /** Says whether all of its pictures were read. */
  isAllRead: boolean
}

/** Describes what an applicant is shown about the pictures of a letter; `letterPages` where it is about some pages. */
export type LetterDoubt = { readonly code: FindingCode; readonly letterPages?: readonly number[] }

/**
 * Returns what an applicant is shown about the pictures of a letter, each once. Pictures that are not read yet say
 * nothing.
 */
export function letterDoubts(pictures: readonly LetterPicture[], expected: Photographed): LetterDoubt[] {
  const signed = pictures.filter(({ letter }) => letter && letter.signature !== null).length
  const found = letterFindings(pictures, expected)
  const of = (code: FindingCode) => found.filter((other) => other.code === code)
  const codes = [...new Set(found.map(({ code }) => code))]
    .filter((code) => !SAID_ELSEWHERE.includes(code))
    .filter((code) => code !== 'PAGE_MISSING' || expected.isAllRead)
    .filter((code) => !BY_HAND.includes(code) || of(code).length >= signed)
  return codes.map((code) => {
    const numbers = BY_NUMBER.includes(code) ? [...new Set(of(code).flatMap(({ page }) => page ?? []))] : []
    return numbers.length > 0 ? { code, letterPages: numbers } : { code }
  })
}
