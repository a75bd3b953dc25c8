import 'server-only'
import type { Reader } from '@/lib/db/client'
import type { Letter } from '@/lib/db/generated/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { type LetterChange, letterChanges } from '@/lib/rulebook/letters/facts'
import type { LetterCode } from '@/lib/rulebook/letters/letter-code'
import { isGuessed, type LetterPicture } from '@/lib/rulebook/letters/letter-pictures'
import type { RequiredText } from '@/lib/rulebook/letters/required-text'
import type { DocumentRow, SubmissionContent } from '../../content'
import { acceptedNames } from './accepted-names'
import { type DraftLetter, draftLetters, LETTER_SLOTS, letterDigest, SLOT_OF_LETTER } from './draft-letters'
import { factsIn } from './facts-in'
import type { LetterPictures } from './letter-pictures'

/**
 * Says why the photographs of a letter may not be of the one that is issued now. VOID: one is of a letter with other
 * facts. FOREIGN: some pages are of a letter that was issued for something else. UNCERTAIN: nothing shows which of
 * several letters it is of, or a machine recognised it and could not read its code, or could not read it at all.
 * `since`: the day since which its text is not accepted; null when that is not why.
 */
export type LetterStanding =
  | { state: 'VOID'; changes: LetterChange[]; since: string | null }
  | { state: 'FOREIGN'; pages: ShownPage[] }
  | { state: 'UNCERTAIN' }

/** Identifies a page of a file, from 0. */
export type ShownPage = { fileId: string; page: number }

type Examined = {
  qualification: { id: string; reference: string }
  text: RequiredText
  key: Uint8Array
  content: SubmissionContent
  pictures: LetterPictures
  /** Holds when it was submitted; a draft has to name the platform as it is named now. */
  submittedAt?: Date
}

/**
 * Returns the standing of each letter that is not simply the current one. The code in a photograph identifies its
 * letter. Where none was read, it is of one that was issued before the upload: with a fact changed, and changed back,
 * the old one applies again. What a machine guesses of such a photograph makes no letter void, and confirms none.
 */
export async function letterStandings(
  reader: Reader,
  { qualification: { id, reference }, text, key, content, pictures, submittedAt }: Examined,
): Promise<ReadonlyMap<DocumentKind, LetterStanding>> {
  const photographed = content.rows.filter(({ kind, pages }) => LETTER_SLOTS.has(kind) && pages.length > 0)
  if (photographed.length === 0) return new Map()
  const issued = await reader.letter.findMany({ where: { qualificationId: id }, orderBy: { issuedAt: 'asc' } })
  const shownIn = (fileId: string): Shown[] => {
    const isOne = (picture: LetterPicture) =>
      picture.said || isGuessed(picture) || (picture.isUnread && !picture.letter)
    const recognised = (pictures.get(fileId) ?? []).map((picture, page) => ({ picture, page }))
    return recognised
      .filter(({ picture }) => isOne(picture))
      .map(({ picture: { said }, page }) => ({ page, code: said, isGuess: said === null }))
  }
  const isRecognised = photographed.some(({ pages }) => pages.some(({ fileId }) => shownIn(fileId).length > 0))
  if (issued.length === 0 && !text.moved && !isRecognised) return new Map()
  const standings = new Map<DocumentKind, LetterStanding | null>()
  for (const platform of acceptedNames(issued, key, submittedAt)) {
    for (const current of await draftLetters(reader, { content, reference, version: text.version, platform })) {
      const slot = SLOT_OF_LETTER[current.variant]
      const row = photographed.find(({ kind }) => kind === slot)
      // While something is missing, there is no current letter.
      if (!row || !current.isComplete) continue
      const letters = issued.filter(({ variant }) => SLOT_OF_LETTER[variant] === slot)
      const standing = standingOf({ row, letters, current, moved: text.moved, key, shownIn })
      // It is void only if it is by each name that is accepted.
      if (!standings.has(slot) || standings.get(slot)?.state === 'VOID') standings.set(slot, standing)
    }
  }
  return new Map([...standings].flatMap(([slot, standing]) => (standing ? [[slot, standing]] : [])))
}

/** Holds what a page of a file says of its letter. `isGuess` says that it is a letter's, and its code was not read. */
type Shown = { page: number; code: LetterCode | null; isGuess: boolean }

/** Stands for a file that was not read, or shows nothing of a letter. */
const NOTHING: Shown = { page: 0, code: null, isGuess: false }

type Photographed = {
  row: DocumentRow
  letters: readonly Letter[]
  current: DraftLetter
  moved: RequiredText['moved']
  key: Uint8Array
  shownIn: (fileId: string) => readonly Shown[]
}

function standingOf({ row, letters, current, moved, key, shownIn }: Photographed): LetterStanding | null {
  const digest = letterDigest(key, current.facts)
  const isCurrent = (letter: Letter) => Buffer.from(letter.digest).equals(digest)
  let isUncertain = false
  const photographs = row.pages.flatMap(({ fileId, file }) => {
    const shown = shownIn(fileId)
    return (shown.length > 0 ? shown : [NOTHING]).map((each) => ({ ...each, fileId, file }))
  })
  const isForeign = (code: LetterCode | null) => code !== null && !letters.some(({ id }) => id === code.letterId)
  const foreign = photographs.filter(({ code }) => isForeign(code)).map(({ fileId, page }) => ({ fileId, page }))
  for (const { code, isGuess, file } of photographs) {
    const possible = code
      ? letters.filter(({ id }) => id === code.letterId)
      : letters.filter(({ issuedAt }) => issuedAt <= file.createdAt)
    if (isForeign(code)) return { state: 'FOREIGN', pages: foreign }
    if (!isGuess && possible.length === 1 && possible.every(isCurrent)) continue
    const other = possible.at(-1)
    // Nobody could print the present text before the draft was moved to it.
    const isOfOlderText = !code && moved !== null && file.createdAt < moved.at
    if (!isOfOlderText && !code && (!other || possible.some(isCurrent))) {
      isUncertain = true
      continue
    }
    const changes = other ? letterChanges(factsIn(other, key), current.facts, current.text) : []
    const isOlder = other ? other.version !== current.text.version : isOfOlderText
    return { state: 'VOID', changes, since: (isOlder && moved?.since) || null }
  }
  return isUncertain ? { state: 'UNCERTAIN' } : null
}
