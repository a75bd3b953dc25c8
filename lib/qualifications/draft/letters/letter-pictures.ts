import 'server-only'
import type { Readings } from '@/lib/documents/readings/read-readings'
import { letterKey } from '@/lib/rulebook/letters/letter-key'
import { type LetterPicture, letterPicture } from '@/lib/rulebook/letters/letter-pictures'
import type { SubmissionContent } from '../../content'
import { LETTER_SLOTS } from './draft-letters'

/**
 * Describes what the pictures of letters show, by the ids of their files. A file that is not read yet is left out, one
 * that can't be read is unread.
 */
export type LetterPictures = ReadonlyMap<string, readonly LetterPicture[]>

/** Stands for a file that nobody could read. */
const UNREAD: LetterPicture = { letter: null, said: null, guess: null, isUnread: true }

/** Returns of which letter and page each picture in the slots of letters is. */
export async function letterPictures(
  { rows }: SubmissionContent,
  { pages: readings, failed }: Readings,
): Promise<LetterPictures> {
  const files = rows
    .filter(({ kind }) => LETTER_SLOTS.has(kind))
    .flatMap(({ pages }) => pages)
    .filter(({ fileId }) => readings.has(fileId) || failed.includes(fileId))
  if (files.length === 0) return new Map()
  const signer = await letterKey()
  return new Map(
    files.map(({ fileId }) => [fileId, readings.get(fileId)?.map((page) => letterPicture(page, signer)) ?? [UNREAD]]),
  )
}
