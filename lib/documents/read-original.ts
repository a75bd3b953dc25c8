import 'server-only'
import type { Readable } from 'node:stream'
import { DomainError } from '@/lib/core/errors'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { database } from '@/lib/db/client'
import { readParts, readPartsRange } from '@/lib/storage/parts'
import type { ByteRange } from '@/lib/storage/store-port'
import { reportStoreFailure } from './store-failure'

/** Describes a file as it was sent, of which no byte was read yet. */
export type OriginalFile = {
  mediaType: string
  /** Counts bytes. */
  size: number
  /**
   * @param range within the file; without one, all of it
   * @throws DomainError TRY_AGAIN while the store can't be read
   */
  read(range?: ByteRange): Promise<Readable>
}

/**
 * Returns the original of a file, for someone who may export it: the caller checks that.
 *
 * @throws DomainError NOT_FOUND when there is none, or none any more
 */
export async function findOriginal(fileId: string): Promise<OriginalFile> {
  const file = await database().storedFile.findUnique({
    where: { id: fileId },
    include: { dataKey: true, blobs: { where: { variant: 'ORIGINAL' }, orderBy: { page: 'asc' } } },
  })
  if (file?.state !== 'READY' || file.blobs.length === 0 || file.dataKey.erasedAt)
    throw new DomainError('NOT_FOUND', 'No such original')
  const { mediaType, blobs: parts } = file
  const size = parts.reduce((sum, part) => sum + part.size, 0)
  const key = await unwrapDataKey(file.dataKey)
  const read = (range?: ByteRange) =>
    (range ? readPartsRange(parts, key, range) : readParts(parts, key)).catch((error: unknown) => {
      throw reportStoreFailure(error, 'blob.read')
    })
  return { mediaType, size, read }
}
