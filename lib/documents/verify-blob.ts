import 'server-only'
import { createHash } from 'node:crypto'
import { isSystemError } from '@/lib/core/durable-file'
import { SealBrokenError } from '@/lib/crypto/aead'
import { BlobBrokenError } from '@/lib/crypto/blob-format'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { KeyringKeyMissingError } from '@/lib/crypto/parse-keyring'
import type { Prisma } from '@/lib/db/generated/client'
import type { VaultFaultKind } from '@/lib/db/generated/enums'
import { BlobMissingError } from '@/lib/storage/store-port'
import { readBlob } from '@/lib/storage/vault'

export type KnownBlob = Prisma.StoredBlobGetPayload<{ include: { file: { include: { dataKey: true } } } }>

/**
 * Reads a blob from end to end: every chunk authenticates, it is as long as its row says, and an original has the hash
 * that it was taken in with.
 *
 * @throws what hinders the reading itself, such as a store that is out of reach
 */
export async function faultOf({ id, variant, size, file }: KnownBlob): Promise<VaultFaultKind | null> {
  try {
    const key = await unwrapDataKey(file.dataKey)
    const [hash, read] = [createHash('sha256'), { bytes: 0 }]
    for await (const piece of (await readBlob({ id, key })) as AsyncIterable<Buffer>) {
      read.bytes += piece.length
      hash.update(piece)
    }
    const isWhole = read.bytes === size && (variant !== 'ORIGINAL' || hash.digest().equals(file.sha256))
    return isWhole ? null : 'DAMAGED'
  } catch (error) {
    if (error instanceof BlobMissingError) return 'MISSING'
    // Of a disk, a place that can't be read is damage too.
    if (error instanceof BlobBrokenError || isSystemError(error, 'EIO')) return 'DAMAGED'
    if (error instanceof KeyringKeyMissingError || error instanceof SealBrokenError) return 'NO_KEY'
    throw error
  }
}
