import 'server-only'
import { createHash, type Hash } from 'node:crypto'
import { isSystemError } from '@/lib/core/files/durable-file'
import { SealBrokenError } from '@/lib/crypto/aead'
import { BlobBrokenError } from '@/lib/crypto/blob-format'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { KeyringKeyMissingError } from '@/lib/crypto/parse-keyring'
import type { Prisma } from '@/lib/db/generated/client'
import type { VaultFaultKind } from '@/lib/db/generated/enums'
import { placed } from '@/lib/storage/parts'
import { BlobMissingError } from '@/lib/storage/store-port'
import { readBlob } from '@/lib/storage/vault'

/** The blobs that are checked together are read with their file: of an original, all its parts. */
export const WITH_FILE = {
  file: { include: { dataKey: true, blobs: { where: { variant: 'ORIGINAL' }, orderBy: { page: 'asc' } } } },
} as const satisfies Prisma.StoredBlobInclude

export type KnownBlob = Prisma.StoredBlobGetPayload<{ include: typeof WITH_FILE }>

/** A blob with what is wrong with it. */
export type Finding = { blob: KnownBlob; fault: VaultFaultKind | null }

/**
 * Reads a blob from end to end; of an original, each of its parts: every chunk authenticates, it is as long as its row
 * says, each part is in its place, and the whole has the hash that it was accepted with.
 *
 * @throws what hinders the reading itself, such as a store that is out of reach
 */
export async function findingsOf(blob: KnownBlob): Promise<Finding[]> {
  const isOriginal = blob.variant === 'ORIGINAL'
  const hash = createHash('sha256')
  const findings: Finding[] = []
  for (const part of placed(isOriginal ? blob.file.blobs : [blob])) {
    const row = blob.file.blobs.find(({ id }) => id === part.id) ?? blob
    findings.push({ blob: { ...row, file: blob.file }, fault: await faultOf(part, blob.file, hash) })
  }
  const [first] = findings
  const isWhole = findings.every(({ fault }) => !fault)
  if (first && isOriginal && isWhole && !hash.digest().equals(blob.file.sha256)) first.fault = 'DAMAGED'
  return findings
}

type PlacedPart = ReturnType<typeof placed>[number]

async function faultOf(
  { id, size, context }: PlacedPart,
  { dataKey }: KnownBlob['file'],
  hash: Hash,
): Promise<VaultFaultKind | null> {
  try {
    const key = await unwrapDataKey(dataKey)
    let read = 0
    for await (const piece of (await readBlob({ id, key, context })) as AsyncIterable<Buffer>) {
      read += piece.length
      hash.update(piece)
    }
    return read === size ? null : 'DAMAGED'
  } catch (error) {
    if (error instanceof BlobMissingError) return 'MISSING'
    // Of a disk, a place that can't be read is damage too.
    if (error instanceof BlobBrokenError || isSystemError(error, 'EIO')) return 'DAMAGED'
    if (error instanceof KeyringKeyMissingError || error instanceof SealBrokenError) return 'NO_KEY'
    throw error
  }
}
