import 'server-only'
import type { Readable } from 'node:stream'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { transaction } from '@/lib/db/client'
import { type Part, writePart } from '@/lib/storage/parts'
import { uploadNamePlace } from './partial-file'
import { type FileInParts, removeBlobs } from './receive-file'
import { inTurn } from './reception-turns'
import { reportStoreFailure } from './store-failure'

/**
 * Limits the bytes of a file that are stored, and acknowledged, at once: a crash costs the sender no more than these.
 */
export const PART_BYTES = 1024 * 1024
/**
 * Limits the parts of an upload that are shorter. A browser sends two whole parts a request, so only a cut makes a short
 * one; each costs a row and a place in the store. A whole part is always stored, or an upload could never be finished.
 */
export const MOST_SHORT_PARTS = 1_000

type PartialFile = {
  id: string
  size: number
  received: number
  nameSealed: Uint8Array
  dataKey: Parameters<typeof unwrapDataKey>[0]
  parts: readonly Part[]
}

/** Says how much has arrived after a request, and has the file when that is all of it. */
type Continued = { received: number; completed: { fileName: string; source: FileInParts } | null }

/**
 * Stores the next bytes of a sender's file, part by part, so that what arrives before a cut is stored. Each part is
 * stored in a turn of the sender. The bytes that make the file complete are not stored: they are acknowledged only once
 * the whole file was accepted, and can be sent again until then.
 *
 * @throws DomainError CONFLICT, TRY_AGAIN, UPLOAD_IN_TOO_MANY_PARTS; DataKeyErasedError when it can't be opened any more;
 *   or what the source failed with, once what came before is stored
 */
export async function continuePartialFile(file: PartialFile, source: Readable, sender: string): Promise<Continued> {
  const { id, size } = file
  const key = await unwrapDataKey(file.dataKey)
  const parts: Part[] = file.parts.map((part) => ({ id: part.id, size: part.size }))
  let { received } = file
  let last: Buffer | undefined
  for await (const { bytes, cut } of piecesOf(source, size - received)) {
    if (bytes.length > 0) {
      if (received + bytes.length === size) last = bytes
      else if (isOneTooMany(parts, bytes))
        throw cut ?? new DomainError('UPLOAD_IN_TOO_MANY_PARTS', `${parts.length} parts`)
      else parts.push(await inTurn(sender, () => appendToPartialFile({ id, size, received }, key, bytes)))
      received += bytes.length
    }
    if (cut && !last) throw cut
  }
  if (!last) return { received, completed: null }
  const fileName = open(key, uploadNamePlace(id), file.nameSealed)
  return { received, completed: { fileName, source: { uploadId: id, key, parts, last } } }
}

const isShort = (size: number) => size < PART_BYTES

const isOneTooMany = (parts: readonly Part[], { length }: Buffer): boolean =>
  isShort(length) && parts.filter(({ size }) => isShort(size)).length >= MOST_SHORT_PARTS

type Piece = { bytes: Buffer; cut?: unknown }

/** Yields pieces of one part at most; the last as long as it came, and with it what the source failed with. */
async function* piecesOf(source: Readable, missing: number): AsyncGenerator<Piece> {
  let chunks: Buffer[] = []
  let length = 0
  let left = missing
  const take = () => {
    const bytes = Buffer.concat(chunks)
    chunks = []
    length = 0
    left -= bytes.length
    return bytes
  }
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      for (let at = 0; at < chunk.length; ) {
        if (left === 0) return // the file is complete: more bytes are no part of it
        const piece = chunk.subarray(at, at + Math.min(PART_BYTES, left) - length)
        chunks.push(piece)
        length += piece.length
        at += piece.length
        if (length === Math.min(PART_BYTES, left)) yield { bytes: take() }
      }
    }
  } catch (cut) {
    yield { bytes: take(), cut }
    return
  }
  yield { bytes: take() }
}

/**
 * Stores what comes next, encrypted as the part of the file that it will be, and durable when it returns. What someone
 * else wrote meanwhile is not overwritten.
 *
 * @throws DomainError CONFLICT when it doesn't start where the file ends by now, TRY_AGAIN when the store can't be used
 */
export async function appendToPartialFile(
  { id, size, received }: { id: string; size: number; received: number },
  key: Buffer,
  bytes: Buffer,
): Promise<Part> {
  const part = newId()
  try {
    await writePart(part, key, { position: received, total: size }, bytes)
    await transaction(async (tx) => {
      const { count } = await tx.upload.updateMany({
        where: { id, received, takenAt: null },
        data: { received: received + bytes.length },
      })
      if (count !== 1) throw new DomainError('CONFLICT', 'It went on, or ended, since it was read')
      await tx.uploadPart.create({ data: { id: part, uploadId: id, position: received, size: bytes.length } })
    })
    return { id: part, size: bytes.length }
  } catch (failure) {
    const error = reportStoreFailure(failure, 'blob.put')
    // A commit whose answer got lost may have happened: then its row knows the blob.
    if (error instanceof DomainError) await removeBlobs([part])
    throw error
  }
}
