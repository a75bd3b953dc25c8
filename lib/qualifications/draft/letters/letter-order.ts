import { pageOf } from '@/lib/rulebook/letters/letter-pictures'
import type { LetterPictures } from './letter-pictures'

/** Returns the pages of a letter that a file shows, as far as its codes say it, or are like those of issued pages. */
export const pagesShownBy = (fileId: string, pictures: LetterPictures): number[] =>
  (pictures.get(fileId) ?? []).flatMap((picture) => pageOf(picture)?.page ?? [])

/** Returns whether each of some files says which page of a letter it shows, so that their order is known. */
export const isOrderKnown = (fileIds: readonly string[], pictures: LetterPictures): boolean =>
  fileIds.length > 0 && fileIds.every((fileId) => pagesShownBy(fileId, pictures).length > 0)

/** Returns the files in the order of the pages that they show; as they are when one does not say. */
export function inLetterOrder<P extends { fileId: string }>(files: readonly P[], pictures: LetterPictures): P[] {
  const ids = files.map(({ fileId }) => fileId)
  if (!isOrderKnown(ids, pictures)) return [...files]
  const first = ({ fileId }: P) => Math.min(...pagesShownBy(fileId, pictures))
  return files.toSorted((one, other) => first(one) - first(other))
}
