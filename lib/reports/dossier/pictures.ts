import 'server-only'
import { buffer } from 'node:stream/consumers'
import { DomainError } from '@/lib/core/errors'
import { type Mark, readMarkedPage } from '@/lib/documents/mark-page'
import { findPage } from '@/lib/documents/read-file'
import type { Dossier } from './read-dossier'

/**
 * Limits the pictures: so many of 320 px stay well below two megabytes. Further documents are shown by their hashes.
 */
const MAX = 40

/** Small pictures by file, watermarked with who exported them and when, like each view by staff. */
export type Pictures = ReadonlyMap<string, Buffer>

/**
 * Returns the first page of each file. Those that were erased since are left out.
 *
 * @throws DomainError VIEWS_CLOSED, TRY_AGAIN
 */
export async function readPictures({ rounds }: Pick<Dossier, 'rounds'>, mark: Mark): Promise<Pictures> {
  const ids = rounds.flatMap(({ documents }) => documents.flatMap(({ files }) => files.map(({ id }) => id)))
  const pictures = new Map<string, Buffer>()
  // One after the other: decoding is the work, and only one person waits for all of them.
  for (const fileId of [...new Set(ids)].slice(0, MAX)) {
    const picture = await readPicture(fileId, mark)
    if (picture) pictures.set(fileId, picture)
  }
  return pictures
}

async function readPicture(fileId: string, mark: Mark): Promise<Buffer | null> {
  try {
    const page = await findPage({ fileId, variant: 'THUMBNAIL', page: 0 })
    return await buffer((await readMarkedPage(page, mark)).stream)
  } catch (error) {
    if (error instanceof DomainError && error.code === 'NOT_FOUND') return null
    throw error
  }
}
