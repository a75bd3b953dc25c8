import 'server-only'
import type { Reading } from '@/lib/checks/reading'
import { letterKey } from '@/lib/rulebook/letters/letter-key'
import { type LetterPicture, letterPicture } from '@/lib/rulebook/letters/letter-pictures'
import type { SubmissionContent } from '../../content'
import { LETTER_SLOTS } from './draft-letters'

/** Describes what the pictures of letters show, by the ids of their files. A file that is not read yet is left out. */
export type LetterPictures = ReadonlyMap<string, readonly LetterPicture[]>

/** Returns of which letter and page each picture in the slots of letters is. */
export async function letterPictures(
  { rows }: SubmissionContent,
  readings: ReadonlyMap<string, readonly Reading[]>,
): Promise<LetterPictures> {
  const read = rows
    .filter(({ kind }) => LETTER_SLOTS.has(kind))
    .flatMap(({ pages }) => pages)
    .flatMap(({ fileId }) => {
      const pages = readings.get(fileId)
      return pages ? [{ fileId, pages }] : []
    })
  if (read.length === 0) return new Map()
  const signer = await letterKey()
  return new Map(read.map(({ fileId, pages }) => [fileId, pages.map((page) => letterPicture(page, signer))]))
}
