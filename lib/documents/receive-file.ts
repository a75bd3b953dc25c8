import 'server-only'
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FileMediaType } from '@/lib/core/files/file-formats'
import { newId } from '@/lib/core/ids'
import { logBug } from '@/lib/core/log'
import { KEY_LENGTH } from '@/lib/crypto/aead'
import type { BlobVariant } from '@/lib/db/generated/enums'
import type { FileLimits } from '@/lib/imaging/inspect-file'
import { scanForViruses } from '@/lib/imaging/scan/scan-for-viruses'
import { sniff } from '@/lib/imaging/sniff'
import { blobStore } from '@/lib/storage/blob-store'
import { type Part, piecesOf, readParts, writePart } from '@/lib/storage/parts'
import { writeBlob } from '@/lib/storage/vault'
import { countBytes, type Tally } from './count-bytes'
import { requireDecoding } from './decoding-here'
import { inTurns, withinFilesAtOnce } from './reception-turns'
import { reportStoreFailure } from './store-failure'

export type ReceivedBlob = { id: string; variant: BlobVariant; page: number; size: number }

/**
 * A file whose bytes are durable in the store, of a type that is accepted. No row knows of it yet, and nothing was
 * decoded.
 */
export type ReceivedFile = {
  id: string
  key: Buffer
  mediaType: FileMediaType
  size: number
  sha256: Buffer
  blobs: ReceivedBlob[]
}

/** Describes a file that came in parts, which an upload stored under its own key; its last bytes are not stored yet. */
export type FileInParts = {
  readonly uploadId: string
  readonly key: Buffer
  readonly parts: readonly Part[]
  readonly last: Buffer
}

/** A file as it comes in one request, or as it is after several. */
export type FileSource = Readable | FileInParts

/**
 * More parts than this are encrypted again, as one blob: each costs a row and a place in the store. Twenty megabytes
 * that arrive without many cuts have twenty.
 */
const MOST_PARTS = 64

/**
 * Receives a file: encrypts it on the way to the store while it is counted and hashed, and makes the checks for which
 * nothing is decoded. No more of it is in memory at any time than a few chunks. A refused file always leaves nothing
 * behind but the parts of its upload.
 *
 * @param sender whose it is, an account or a case: each may send so many files at once
 * @throws DomainError UPLOADS_CLOSED, FILE_EMPTY, FILE_TOO_BIG, FILE_INFECTED, FILE_WRONG_KIND, UPLOAD_CUT_OFF when the
 *   sender stopped half-way, TRY_AGAIN when the store has no room or can't be reached, the virus scanner can't be
 *   asked, or the sender has too many files on their way
 */
export function receiveFile(source: FileSource, limits: FileLimits, sender: string): Promise<ReceivedFile> {
  return withinFilesAtOnce(sender, () => receive(source, limits, sender))
}

async function receive(source: FileSource, limits: FileLimits, sender: string): Promise<ReceivedFile> {
  await requireDecoding()
  const id = newId()
  const added = newId()
  try {
    const { key, parts, size, sha256, head } = await storeOriginal(source, limits, { id: added, sender })
    await scanForViruses(() => readParts(parts, key))
    const mediaType = await sniff(head, limits.mediaTypes)
    const blobs = parts.map((part, page) => ({ ...part, variant: 'ORIGINAL' as const, page }))
    return { id, key, mediaType, size, sha256, blobs }
  } catch (error) {
    if (source instanceof Readable) source.destroy()
    await removeBlobs([added])
    throw reportStoreFailure(error, 'blob.put')
  }
}

type StoredOriginal = Tally & { key: Buffer; parts: readonly Part[] }

type AddedBlob = { id: string; sender: string }

/** Stores what is not in the store yet, as the blob with this id. */
async function storeOriginal(source: FileSource, limits: FileLimits, added: AddedBlob): Promise<StoredOriginal> {
  if (source instanceof Readable) return storeWhole(source, limits, added)
  const { key, parts, last } = source
  const total = parts.reduce((sum, { size }) => sum + size, last.length)
  // Read before it is accepted: what counts as the file can be decrypted, whichever process stored it.
  const plaintext = inOrder(piecesOf(parts, key, total), last)
  if (parts.length === 0 || parts.length >= MOST_PARTS) return storeWhole(plaintext, limits, added)
  const { id, sender } = added
  const { bytes, tally } = countBytes(inTurns(plaintext, sender), limits)
  for await (const _ of bytes);
  await writePart(id, key, { position: total - last.length, total }, last)
  return { ...tally(), key, parts: [...parts, { id, size: last.length }] }
}

async function storeWhole(
  source: AsyncIterable<Buffer>,
  limits: FileLimits,
  { id, sender }: AddedBlob,
): Promise<StoredOriginal> {
  const key = randomBytes(KEY_LENGTH)
  const { bytes, tally } = countBytes(inTurns(source, sender), limits)
  await writeBlob({ id, key, plaintext: bytes })
  const known = tally()
  return { ...known, key, parts: [{ id, size: known.size }] }
}

async function* inOrder(pieces: AsyncIterable<Buffer>, last: Buffer): AsyncGenerator<Buffer> {
  yield* pieces
  yield last
}

/**
 * Takes blobs out of the store that no row knows, or knows any more. Failing, it leaves ciphertext without a key, which
 * is collected later: no reason to fail what was done.
 */
export async function removeBlobs(ids: readonly string[]): Promise<void> {
  for (const result of await Promise.allSettled(ids.map((id) => blobStore().remove(id)))) {
    if (result.status === 'rejected') logBug(result.reason, { act: 'blob.remove' })
  }
}
