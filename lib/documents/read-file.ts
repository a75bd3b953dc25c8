import 'server-only'
import type { Readable } from 'node:stream'
import { DomainError } from '@/lib/core/errors'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database } from '@/lib/db/client'
import { BlobMissingError } from '@/lib/storage/store-port'
import { readBlob } from '@/lib/storage/vault'
import { namePlace } from './keep-file'

/** What is shown of a file; the original is never served. */
export type ShownVariant = 'RENDITION' | 'THUMBNAIL'

/** Always JPEG, drawn anew from the pixels of the original, upright. */
export type ShownFile = { mediaType: 'image/jpeg'; size: number; name: string; stream: Readable }

/**
 * Opens a file for someone who may see it: that is the caller's to know.
 *
 * @throws DomainError NOT_FOUND when it was replaced or removed meanwhile
 */
export async function readFile(fileId: string, variant: ShownVariant): Promise<ShownFile> {
  const blob = await database().storedBlob.findUnique({
    where: { fileId_variant_page: { fileId, variant, page: 0 } },
    include: { file: { include: { dataKey: true } } },
  })
  if (!blob) throw new DomainError('NOT_FOUND', 'No such file')
  const key = await unwrapDataKey(blob.file.dataKey)
  const name = open(key, namePlace(fileId), blob.file.nameSealed)
  try {
    return { mediaType: 'image/jpeg', size: blob.size, name, stream: await readBlob({ id: blob.id, key }) }
  } catch (error) {
    if (error instanceof BlobMissingError && !(await isKept(blob.id)))
      throw new DomainError('NOT_FOUND', 'Removed meanwhile')
    throw error
  }
}

/** A blob that is missing while its row stands is a loss; one whose row went too was removed. */
async function isKept(blobId: string): Promise<boolean> {
  return (await database().storedBlob.count({ where: { id: blobId } })) === 1
}
