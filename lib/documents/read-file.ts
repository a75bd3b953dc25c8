import 'server-only'
import type { Readable } from 'node:stream'
import { DomainError } from '@/lib/core/errors'
import { DataKeyErasedError, unwrapDataKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database } from '@/lib/db/client'
import { BlobMissingError } from '@/lib/storage/store-port'
import { readBlob } from '@/lib/storage/vault'
import { reportStoreFailure } from './store-failure'
import { namePlace } from './store-file'

/** Names the variants of a file that are shown; the original is never shown. */
export type ShownVariant = 'RENDITION' | 'THUMBNAIL'

/** One page of what is shown of a file, from 0. */
export type ShownPage = { fileId: string; variant: ShownVariant; page: number }

/** The picture is always a JPEG, drawn again from the pixels of the original, upright. */
export type ShownFile = { mediaType: 'image/jpeg'; size: number; name: string; stream: Readable }

/** A stored page is known by its rows: no byte of it was read yet. */
export type StoredPage = { blobId: string; size: number; name: string; key: Buffer; uploadedById: string | null }

/** @throws DomainError NOT_FOUND when there is no such page, or it was replaced, removed or erased meanwhile */
export async function findPage({ fileId, variant, page }: ShownPage): Promise<StoredPage> {
  const blob = await database().storedBlob.findUnique({
    where: { fileId_variant_page: { fileId, variant, page } },
    include: { file: { include: { dataKey: true } } },
  })
  if (blob?.file.state !== 'READY') throw new DomainError('NOT_FOUND', 'No such page')
  const key = await unwrapDataKey(blob.file.dataKey).catch((error: unknown) => {
    throw error instanceof DataKeyErasedError ? new DomainError('NOT_FOUND', 'Erased') : error
  })
  const { nameSealed, uploadedById } = blob.file
  return { blobId: blob.id, size: blob.size, name: open(key, namePlace(fileId), nameSealed), key, uploadedById }
}

/**
 * Opens a page for someone who may see it: that is the caller's to know.
 *
 * @throws DomainError NOT_FOUND when it was replaced or removed meanwhile, TRY_AGAIN while the store can't be read
 */
export async function readPage({ blobId, size, name, key }: StoredPage): Promise<ShownFile> {
  try {
    return { mediaType: 'image/jpeg', size, name, stream: await readBlob({ id: blobId, key }) }
  } catch (error) {
    if (error instanceof BlobMissingError && !(await isStored(blobId)))
      throw new DomainError('NOT_FOUND', 'Removed meanwhile')
    throw reportStoreFailure(error, 'blob.read')
  }
}

/**
 * Returns whether the row of a blob exists. A blob that is missing while its row exists is a loss; one whose row went
 * too was removed.
 */
async function isStored(blobId: string): Promise<boolean> {
  return (await database().storedBlob.count({ where: { id: blobId } })) === 1
}
