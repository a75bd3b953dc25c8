import 'server-only'
import type { Readable } from 'node:stream'
import type { PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import {
  appendToPartialFile,
  closePartialFile,
  dropPartialFiles,
  openPartialFile,
  PART_BYTES,
  readPartialFile,
} from '@/lib/documents/partial-file'
import { findUpload } from './find-upload'
import { type TakenIn, takeInDocument } from './take-in-document'

/** What leaves an upload as it is, so that its last bytes can be sent again. */
const PASSING = ['TRY_AGAIN', 'CONFLICT']

/**
 * Takes the next bytes of a file on its way. What arrives before a cut is kept, part by part; the bytes that make it
 * whole are acknowledged only once the file was taken in, as by `takeInDocument`: until then they can be sent again. A
 * file that is refused is gone.
 *
 * @param offset where the bytes begin
 * @returns how much has arrived by now; what the file became, when it is whole
 * @throws DomainError CONFLICT when they begin elsewhere than the file ends, and what `takeInDocument` throws; or what the
 * source failed with, once what came before is kept
 */
export async function continueUpload(
  actor: PersonActor,
  { id, offset, source }: { id: string; offset: number; source: Readable },
): Promise<{ received: number; taken: TakenIn | null }> {
  source.on('error', () => {}) // a sender may go before anyone reads; whoever reads then is told
  const upload = await findUpload(actor, id)
  const { size, dataKey, nameSealed } = upload
  if (!dataKey || !nameSealed || upload.received !== offset) {
    throw new DomainError('CONFLICT', 'Not where it ends', { subjectId: upload.qualificationId })
  }
  const { key, name } = await openPartialFile({ id, nameSealed, dataKey })
  const parts: { id: string }[] = [...upload.parts]
  let received = offset
  let last: Buffer | undefined
  for await (const { bytes, cut } of piecesOf(source, size - offset)) {
    if (bytes.length > 0) {
      if (received + bytes.length === size) last = bytes
      else parts.push(await appendToPartialFile({ id, received }, key, bytes))
      received += bytes.length
    }
    if (cut && !last) throw cut
  }
  if (!last) return { received, taken: null }
  return {
    received,
    taken: await takeIn(actor, { ...upload, fileName: name, source: readPartialFile(parts, key, last) }),
  }
}

type Whole = Parameters<typeof takeInDocument>[1] & { id: string }

async function takeIn(actor: PersonActor, whole: Whole): Promise<TakenIn> {
  const { id, qualificationId, kind, senderSignatureId, fileName, source } = whole
  try {
    const taken = await takeInDocument(actor, { qualificationId, kind, senderSignatureId, fileName, source })
    await closePartialFile(id)
    return taken
  } catch (error) {
    if (error instanceof DomainError && !PASSING.includes(error.code)) await dropPartialFiles([id])
    throw error
  }
}

type Piece = { bytes: Buffer; cut?: unknown }

/** In pieces of one part at most; the last as long as it came, and with it what the source failed with. */
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
        if (left === 0) return // it is whole: what comes besides is no part of it
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
