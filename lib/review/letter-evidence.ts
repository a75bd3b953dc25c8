import 'server-only'
import type { LetterPage } from '@/lib/checks/letter/letter-page'
import { isUnreadLetter, type Reading } from '@/lib/checks/reading'
import type { Rectangle } from '@/lib/checks/rectangle'
import { database } from '@/lib/db/client'
import type { FilePage } from '@/lib/qualifications/files/read-slots'
import type { LetterCode } from '@/lib/rulebook/letters/letter-code'
import { letterKey } from '@/lib/rulebook/letters/letter-key'
import { type LetterPicture, letterPicture, pageOf } from '@/lib/rulebook/letters/letter-pictures'

export const RECOGNISED_PLACES = ['ALTERED', 'SIGNATURE', 'MARK', 'DATE'] as const
export type RecognisedPlace = (typeof RECOGNISED_PLACES)[number]

/**
 * Says what is known of which letter a page is. OWN: by its code, one of this application. FOREIGN: by its code,
 * another. FORGED: its code is not from this portal. GUESSED: nobody could read its code, which proves nothing. UNREAD:
 * its words are those of a letter, and nothing else of it could be read.
 */
export type KnownLetter = 'OWN' | 'FOREIGN' | 'FORGED' | 'GUESSED' | 'UNREAD'

/** Describes what a machine recognised on a page of a letter, as evidence: it decides nothing. */
export type LetterEvidence = Pick<LetterPage, 'grey' | 'cropped'> & {
  fileId: string
  /** Says which page of the file it is, from 0. */
  page: number
  known: KnownLetter
  /** Says which page of its letter it is, or seems to be, from 1; null where nothing says it. */
  number: Pick<LetterCode, 'page' | 'pages'> | null
  /**
   * Holds the corners of the paper in the picture, clockwise from the upper left of the print, in shares of the
   * picture; null where they were not found.
   */
  corners: LetterPage['corners']
  /** Says whether there is something in the box; null on pages without boxes. */
  signature: boolean | null
  date: boolean | null
  mark: NonNullable<LetterPage['mark']>['kind'] | null
  sealName: string | null
  /** Counts the places that differ from the page as it was issued; null where it could not be compared. */
  altered: number | null
  /** Lists what a person should look at, in shares of the page as it lies flat. */
  places: { of: RecognisedPlace; rectangle: Rectangle }[]
}

/** Returns the pages of letters that were recognised in the pictures of an application. */
export async function readLetterEvidence(
  qualificationId: string,
  readings: ReadonlyMap<string, readonly Reading[]>,
): Promise<LetterEvidence[]> {
  const pages = [...readings].flatMap(([fileId, read]) =>
    read.map((reading, page): FilePage => ({ ...reading, fileId, page })),
  )
  if (!pages.some((page) => page.letter?.registered || isUnreadLetter(page))) return []
  const [signer, letters] = await Promise.all([
    letterKey(),
    database().letter.findMany({ where: { qualificationId }, select: { id: true } }),
  ])
  const own = new Set(letters.map(({ id }) => id))
  return pages.flatMap(({ fileId, page, ...reading }): LetterEvidence[] => {
    const picture = letterPicture(reading, signer)
    const { letter, isUnread } = picture
    if (!letter || (!letter.corners && !isUnread)) return []
    const number = pageOf(picture)
    const { grey, cropped, corners, signature, date, mark, altered, sealName } = letter
    return [
      {
        ...{ fileId, page, grey, cropped, corners },
        known: knownOf(picture, own),
        number: number && { page: number.page, pages: number.pages },
        signature: signature?.there ?? null,
        date: date?.there ?? null,
        mark: mark?.kind ?? null,
        sealName: sealName?.value ?? null,
        altered: altered?.length ?? null,
        places: placesOn(letter),
      },
    ]
  })
}

function knownOf({ letter, said, isUnread }: LetterPicture, own: ReadonlySet<string>): KnownLetter {
  if (isUnread) return 'UNREAD'
  if (said) return own.has(said.letterId) ? 'OWN' : 'FOREIGN'
  return letter?.code?.isRead ? 'FORGED' : 'GUESSED'
}

const placesOn = ({ altered, signature, date, mark }: LetterPage): LetterEvidence['places'] => [
  ...(altered ?? []).map(({ rectangle }) => ({ of: 'ALTERED' as const, rectangle })),
  ...(signature && !signature.there ? [{ of: 'SIGNATURE' as const, rectangle: signature.rectangle }] : []),
  ...(mark?.kind === 'none' ? [{ of: 'MARK' as const, rectangle: mark.rectangle }] : []),
  ...(date && !date.there ? [{ of: 'DATE' as const, rectangle: date.rectangle }] : []),
]
