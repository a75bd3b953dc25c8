import 'server-only'
import { randomBytes } from 'node:crypto'
import type { Readable } from 'node:stream'
import { newId } from '@/lib/core/ids'
import { logBug } from '@/lib/core/log'
import { KEY_LENGTH } from '@/lib/crypto/aead'
import type { BlobVariant } from '@/lib/db/generated/enums'
import type { FileLimits, PageImages } from '@/lib/imaging/inspect-file'
import { blobStore } from '@/lib/storage/blob-store'
import { readBlob, writeBlob } from '@/lib/storage/vault'
import { counted } from './counted'
import { examineFile } from './examine-file'
import { withinFlights } from './flights'
import { tellOfStore } from './store-failure'

type ReceivedBlob = { id: string; variant: BlobVariant; page: number; size: number }

/** A file whose ciphertexts lie durably in the store, and of which no row knows yet. */
export type ReceivedFile = {
  id: string
  key: Buffer
  mediaType: string
  size: number
  sha256: Buffer
  pageCount: number
  width: number
  height: number
  blobs: ReceivedBlob[]
}

/**
 * Takes in a file: encrypts it on the way to the store while it is counted and hashed, has what lies there decoded once a
 * decoder is free, and stores what will be shown. No more of it is in memory at any time than a few chunks, and than what
 * is shown of it. Whatever happens, a refused file leaves nothing behind.
 *
 * @param sender whose it is, an account or a case: each has turns, and so many files at once
 * @throws DomainError FILE_*, UPLOAD_CUT_OFF when the sender stopped half-way, TRY_AGAIN when the store has no room or can't be
 *   reached, the virus scanner can't be asked, or the sender has too many files on their way
 */
export function receiveFile(source: Readable, limits: FileLimits, sender: string): Promise<ReceivedFile> {
  return withinFlights(sender, () => receive(source, limits, sender))
}

async function receive(source: Readable, limits: FileLimits, sender: string): Promise<ReceivedFile> {
  const id = newId()
  const key = randomBytes(KEY_LENGTH)
  const original = newId()
  const shown: ReceivedBlob[] = []
  const keepPage = async ({ rendition, thumbnail }: PageImages) => {
    const page = shown.length / 2
    const blobs = [newBlob('RENDITION', page, rendition), newBlob('THUMBNAIL', page, thumbnail)]
    shown.push(...blobs.map(({ blob }) => blob))
    // Both end before either's failure is told: what is written later would not be taken out again.
    const written = await Promise.allSettled(
      blobs.map(({ blob, plaintext }) => writeBlob({ id: blob.id, key, plaintext })),
    )
    for (const one of written) if (one.status === 'rejected') throw one.reason
  }
  try {
    const { bytes, tally } = counted(source, limits)
    await writeBlob({ id: original, key, plaintext: bytes })
    const { size, sha256, head } = tally()
    const sent = { size, head, sender, open: () => readBlob({ id: original, key }) }
    const inspected = await examineFile(sent, limits, keepPage)
    const blobs: ReceivedBlob[] = [{ id: original, variant: 'ORIGINAL', page: 0, size }, ...shown]
    return { id, key, size, sha256, ...inspected, blobs }
  } catch (error) {
    source.destroy()
    await removeBlobs([original, ...shown.map(({ id: blobId }) => blobId)])
    throw tellOfStore(error, 'blob.put')
  }
}

const newBlob = (variant: BlobVariant, page: number, plaintext: Buffer) => ({
  blob: { id: newId(), variant, page, size: plaintext.length },
  plaintext,
})

/**
 * Takes blobs out of the store that no row knows, or knows any more. Failing, it leaves ciphertext without a key, which
 * is collected later: no reason to fail what was done.
 */
export async function removeBlobs(ids: readonly string[]): Promise<void> {
  for (const result of await Promise.allSettled(ids.map((id) => blobStore().remove(id)))) {
    if (result.status === 'rejected') logBug(result.reason, { act: 'blob.remove' })
  }
}
