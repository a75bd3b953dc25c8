import type { Reading } from '@/lib/checks/reading'
import type { DocumentKind, FindingCode } from '@/lib/db/generated/enums'
import type { FilePlace } from '@/lib/rulebook/file-places'
import type { LetterPicture } from '@/lib/rulebook/letters/letter-pictures'
import { letterFindings } from '@/lib/rulebook/warnings/letters'
import { pictureDoubts } from '@/lib/rulebook/warnings/pictures'
import type { SubmissionContent } from '../content'
import { filesIn } from './read-slots'

type Read = {
  content: SubmissionContent
  kind: DocumentKind
  /** Holds what the pages of files show, and of which letter and page they are, by the ids of the files. */
  readings: ReadonlyMap<string, readonly Reading[]>
  pictures: ReadonlyMap<string, readonly LetterPicture[]>
  /** Lists the pages that are of another letter, where that is known. */
  foreign?: readonly { fileId: string; page: number }[]
}

/** Lists what is about the letter as a whole: its sentence names pages of the letter, or none. */
const OF_THE_WHOLE: readonly FindingCode[] = ['PAGE_MISSING', 'LETTER_PAGE_TWICE', 'LETTER_OUTDATED']

/**
 * Returns on which pages of its files a finding about a letter is. A file with one page is a picture that everybody
 * sees; of a PDF with several, nothing else shows which page it is.
 */
export function letterPlaces({
  content,
  kind,
  readings,
  pictures,
  foreign = [],
}: Read): (code: FindingCode) => FilePlace[] {
  const files = filesIn(content, kind, null)
  const long = files.filter(({ file }) => file.pageCount > 1)
  if (long.length === 0) return () => []
  const shown = files.flatMap(({ fileId, file: { pageCount } }, index) =>
    (pictures.get(fileId) ?? []).map((picture, page) => {
      const place: FilePlace = { file: long.length > 1 ? index + 1 : null, page: page + 1 }
      return {
        picture,
        isForeign: isIn(foreign, fileId, page),
        reading: readings.get(fileId)?.[page],
        place: pageCount > 1 ? place : null,
      }
    }),
  )
  const found = letterFindings(
    shown.map(({ picture }) => picture),
    {
      ...{ letterId: null, voidIds: [], sealedBy: sealedBy(kind, content) },
      marks: ['SIGNATURE', 'THUMBPRINT', 'SEAL', 'DATE'], // the codes that are asked for say which
    },
  )
  return (code) => {
    if (OF_THE_WHOLE.includes(code)) return []
    const places = shown.flatMap(({ isForeign, reading, place }, index) => {
      if (code === 'LETTER_WRONG_PARTY') return isForeign ? [place] : []
      const isInPicture = reading !== undefined && pictureDoubts(kind, [reading])[0] === code
      const isOnPage = found.some((finding) => finding.at === index && finding.code === code)
      return isInPicture || isOnPage ? [place] : []
    })
    // Where it is in a photograph too, the pages of the PDF alone would say that the photograph is in order.
    return places.every((place) => place !== null) ? places : []
  }
}

const isIn = (pages: readonly { fileId: string; page: number }[], fileId: string, page: number): boolean =>
  pages.some((other) => other.fileId === fileId && other.page === page)

/** Returns whose name a seal on a letter contains. */
export const sealedBy = (kind: DocumentKind, { fields }: Pick<SubmissionContent, 'fields'>): string =>
  fields[kind === 'AUTHORISATION_LETTER' ? 'principal.name' : 'organisation.name'] ?? ''
