import 'server-only'
import { createHash } from 'node:crypto'
import { DomainError } from '@/lib/core/errors'
import { maxBytesFor, type SizeLimits } from '@/lib/core/files/file-limits'
import { HEAD_LENGTH, mediaTypeOf } from '@/lib/imaging/sniff'
import { StoreUnavailableError } from '@/lib/storage/store-port'

/** Holds what is known of a file once all of it went by. */
export type Tally = {
  readonly size: number
  readonly sha256: Buffer
  /** Holds the start of the file, long enough to identify its type. */
  readonly head: Buffer
}

/**
 * Counts and hashes what goes by. Ends at the first byte too many for what it is: the rest is not waited for. What the
 * source fails with is the sender's going away, unless it is the store's failure.
 *
 * @returns the same bytes, and what is known of them once they ended
 */
export function countBytes(
  source: AsyncIterable<Buffer>,
  limits: SizeLimits,
): { bytes: AsyncGenerator<Buffer, void, undefined>; tally: () => Tally } {
  const hash = createHash('sha256')
  const head: Buffer[] = []
  let size = 0
  let most = Math.min(limits.maxBytes, limits.maxPdfBytes ?? limits.maxBytes)
  let isReported = false

  async function* passing(): AsyncGenerator<Buffer, void, undefined> {
    try {
      for await (const chunk of source) {
        const missing = HEAD_LENGTH - size
        size += chunk.length
        // Copied: a part of a chunk would hold the whole of it.
        if (missing > 0) head.push(Buffer.from(chunk.subarray(0, missing)))
        if (size > most && !isReported) {
          most = maxBytesFor(limits, await mediaTypeOf(Buffer.concat(head)))
          isReported = true
        }
        if (size > most) throw tooBig(most)
        hash.update(chunk)
        yield chunk
      }
    } catch (error) {
      // Of a file that came in parts, the store is the source.
      if (error instanceof DomainError || error instanceof StoreUnavailableError) throw error
      throw new DomainError('UPLOAD_CUT_OFF', 'The sender stopped half-way')
    }
    if (size === 0) throw new DomainError('FILE_EMPTY', 'No bytes')
  }

  return {
    bytes: passing(),
    tally: () => ({ size, sha256: hash.digest(), head: Buffer.concat(head) }),
  }
}

export function tooBig(maxBytes: number): DomainError {
  const params = { megabytes: Math.floor(maxBytes / 1024 / 1024), maxBytes }
  return new DomainError('FILE_TOO_BIG', `More than ${maxBytes} bytes`, { params })
}
