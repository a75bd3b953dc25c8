import 'server-only'
import type { Reader } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { type LetterDoubt, letterDoubts } from '@/lib/rulebook/warnings/letters'
import type { SubmissionContent } from '../../content'
import { sealedBy } from '../../files/letter-places'
import { filesIn } from '../../files/read-slots'
import { draftLetters, SLOT_OF_LETTER } from './draft-letters'
import type { LetterPictures } from './letter-pictures'

type Examined = {
  reference: string
  /** Names the version of the text. */
  version: string
  content: SubmissionContent
  pictures: LetterPictures
}

/**
 * Returns what a machine doubts in the photographs of each letter of a draft. Those that are not read yet say nothing.
 */
export async function doubtsOfLetters(
  reader: Reader,
  { reference, version, content, pictures }: Examined,
): Promise<ReadonlyMap<DocumentKind, readonly LetterDoubt[]>> {
  if (pictures.size === 0) return new Map()
  const letters = await draftLetters(reader, { content, reference, version })
  const doubts = letters.map(({ variant, text }) => {
    const kind = SLOT_OF_LETTER[variant]
    const files = filesIn(content, kind, null).map(({ fileId }) => pictures.get(fileId))
    const expected = {
      letterId: null, // of which one they are is said by the letter's standing
      voidIds: [],
      marks: text.marks.map(({ key }) => key),
      sealedBy: sealedBy(kind, content),
      isAllRead: files.every((read) => read !== undefined),
    }
    return [
      kind,
      letterDoubts(
        files.flatMap((read) => read ?? []),
        expected,
      ),
    ] as const
  })
  return new Map(doubts)
}
