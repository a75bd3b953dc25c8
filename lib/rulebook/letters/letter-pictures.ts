import type { LetterPage } from '@/lib/checks/letter/letter-page'
import { isUnreadLetter, type Reading } from '@/lib/checks/reading'
import { type LetterCode, type LetterSigner, readLetterCode } from './letter-code'

/** A picture that should show a page of a letter: what was recognised in it, and of which letter and page it is. */
export type LetterPicture = {
  /** Null in readings of earlier versions, which looked for the code alone. */
  readonly letter: LetterPage | null
  /** Holds what its code says; null where none was read, or this portal did not sign it. */
  readonly said: LetterCode | null
  /**
   * Holds which page it may be, where nobody can read its code, and the one in the picture is like that of an issued
   * page. Of which letter it is stays a guess: it voids and confirms nothing.
   */
  readonly guess: LetterCode | null
  /** Says whether it is a letter by its words alone. */
  readonly isUnread: boolean
}

/** Returns of which letter and page a picture is. Nothing else reads the code in a photograph. */
export function letterPicture(
  reading: Pick<Reading, 'kind' | 'letter' | 'fields'>,
  signer: Pick<LetterSigner, 'publicKey'>,
): LetterPicture {
  const { letter, fields } = reading
  const text = letter ? letter.code?.text : fields.qr?.value
  const code = text === undefined ? null : readLetterCode(text, signer)
  const isGuess = letter?.code?.isRead === false
  return {
    ...{ letter: letter ?? null, said: isGuess ? null : code, guess: isGuess ? code : null },
    isUnread: isUnreadLetter(reading),
  }
}

/**
 * Returns whether a page of a letter was recognised whose code nobody could read: of which letter it is, is a guess.
 */
export const isGuessed = ({ letter }: Pick<LetterPicture, 'letter'>): boolean =>
  letter?.registered === true && letter.code?.isRead !== true

/** Returns which page of its letter a picture seems to show. */
export const pageOf = ({ said, guess }: Pick<LetterPicture, 'said' | 'guess'>): LetterCode | null => said ?? guess
