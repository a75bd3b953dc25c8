import 'server-only'
import type { Readable } from 'node:stream'
import { DomainError } from '@/lib/core/errors'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { database } from '@/lib/db/client'
import type { ByteRange } from '@/lib/storage/store-port'
import { readBlob, readBlobRange } from '@/lib/storage/vault'
import { tellOfStore } from './store-failure'

/** A file as it was sent, of which no byte was read yet. */
export type OriginalFile = {
  mediaType: string
  /** In bytes. */
  size: number
  /**
   * @param range within the file; without one, all of it
   * @throws DomainError TRY_AGAIN while the store can't be read
   */
  read(range?: ByteRange): Promise<Readable>
}

/**
 * The original of a file, for someone who may take it out: that is the caller's to know.
 *
 * @throws DomainError NOT_FOUND when there is none, or none any more
 */
export async function findOriginal(fileId: string): Promise<OriginalFile> {
  const blob = await database().storedBlob.findUnique({
    where: { fileId_variant_page: { fileId, variant: 'ORIGINAL', page: 0 } },
    include: { file: { include: { dataKey: true } } },
  })
  if (!blob || blob.file.dataKey.erasedAt) throw new DomainError('NOT_FOUND', 'No such original')
  const { id, size } = blob
  const key = await unwrapDataKey(blob.file.dataKey)
  const read = (range?: ByteRange) =>
    (range ? readBlobRange({ id, key, size }, range) : readBlob({ id, key })).catch((error: unknown) => {
      throw tellOfStore(error, 'blob.read')
    })
  return { mediaType: blob.file.mediaType, size, read }
}
