import 'server-only'
import type { Reader } from '@/lib/db/client'
import type { RequiredText } from '@/lib/rulebook/letters/required-text'
import type { SubmissionContent } from '../../content'
import { doubtsOfLetters } from './doubts-of-letters'
import type { LetterPictures } from './letter-pictures'
import { letterStandings } from './letter-standings'

type Examined = {
  qualification: { id: string; reference: string }
  key: Uint8Array
  content: SubmissionContent
  text: RequiredText
  pictures: LetterPictures
  /** Holds when it was submitted, unless it is a draft. */
  submittedAt?: Date
}

/**
 * Returns what is known of the letters of a revision: of which letter their photographs are, and what is doubtful in
 * them.
 */
export async function examineLetters(reader: Reader, examined: Examined) {
  const { qualification, content, text, pictures } = examined
  return {
    letters: await letterStandings(reader, examined),
    letterDoubts: await doubtsOfLetters(reader, {
      ...{ reference: qualification.reference, version: text.version, content, pictures },
    }),
  }
}
