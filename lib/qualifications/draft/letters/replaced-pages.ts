import type { JudgedSubmission } from '../../changes'
import { type DocumentRow, isUnconfirmed, type SubmissionContent } from '../../content'
import { LETTER_SLOTS } from './draft-letters'
import type { LetterPictures } from './letter-pictures'

/**
 * Returns the content without the photographs of a refused letter that newer ones replace, and the letters with those
 * alone. A photograph replaces one that was judged where their codes say the same page of the letter; of a file with
 * several pages, each has to be shown again. Nothing is removed before the draft is submitted: without the newer
 * photograph the older one counts again.
 */
export function withoutReplaced(
  content: SubmissionContent,
  judged: JudgedSubmission | null,
  pictures: LetterPictures,
): { content: SubmissionContent; replaced: DocumentRow[] } {
  const replaced = content.rows.flatMap((row): DocumentRow[] => {
    const before = refusedFiles(judged, row)
    const newer = row.pages.filter(({ fileId, file }) => !before.has(fileId) && !isUnconfirmed(file))
    const shownAgain = new Set(newer.flatMap(({ fileId }) => pagesReadIn(fileId, pictures)))
    const pages = row.pages.filter(({ fileId }) => {
      const shown = before.has(fileId) ? pagesReadIn(fileId, pictures) : []
      return shown.length > 0 && shown.every((page) => shownAgain.has(page))
    })
    return pages.length > 0 ? [{ ...row, pages }] : []
  })
  if (replaced.length === 0) return { content, replaced }
  const gone = new Set(replaced.flatMap(({ id, pages }) => pages.map(({ fileId }) => `${id} ${fileId}`)))
  const rows = content.rows.map((row) => ({
    ...row,
    pages: row.pages.filter(({ fileId }) => !gone.has(`${row.id} ${fileId}`)),
  }))
  const documents = rows.map(({ kind, senderSignatureId, pages }) => ({
    ...{ kind, senderSignatureId, fileCount: pages.length },
  }))
  return { content: { ...content, rows, documents }, replaced }
}

/** Returns the pages that the codes of a file say; what is like an issued page is a guess, and replaces nothing. */
const pagesReadIn = (fileId: string, pictures: LetterPictures): number[] =>
  (pictures.get(fileId) ?? []).flatMap(({ said }) => said?.page ?? [])

/** Returns the files of a letter that was refused; none of another document. */
function refusedFiles(judged: JudgedSubmission | null, { kind }: DocumentRow): ReadonlySet<string> {
  const isRefused = judged?.parts.some((part) => part.documentKind === kind && !part.isAccepted) ?? false
  if (!isRefused || !LETTER_SLOTS.has(kind)) return new Set()
  const pages = judged?.content.rows.filter((row) => row.kind === kind).flatMap((row) => row.pages)
  return new Set(pages?.map(({ fileId }) => fileId))
}
