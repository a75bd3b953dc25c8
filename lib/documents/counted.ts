import 'server-only'
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { DomainError } from '@/lib/core/errors'
import { HEAD_LENGTH } from '@/lib/imaging/sniff'

/** What is known of a file once all of it went by. */
export type Tally = {
  readonly size: number
  readonly sha256: Buffer
  /** Its beginning, as much as tells what it is. */
  readonly head: Buffer
}

/**
 * Counts and hashes what goes by. Ends at the first byte too many: the rest is not waited for. What the source fails with
 * is the sender's going away.
 *
 * @returns the same bytes, and what is known of them once they ended
 */
export function counted(source: Readable, maxBytes: number): { bytes: Readable; tally: () => Tally } {
  const hash = createHash('sha256')
  const head: Buffer[] = []
  let size = 0

  async function* passing() {
    try {
      for await (const chunk of source as AsyncIterable<Buffer>) {
        const missing = HEAD_LENGTH - size
        size += chunk.length
        if (size > maxBytes) {
          const params = { megabytes: Math.floor(maxBytes / 1024 / 1024), maxBytes }
          throw new DomainError('FILE_TOO_BIG', `More than ${maxBytes} bytes`, { params })
        }
        // Copied: a part of a chunk would hold the whole of it.
        if (missing > 0) head.push(Buffer.from(chunk.subarray(0, missing)))
        hash.update(chunk)
        yield chunk
      }
    } catch (error) {
      throw error instanceof DomainError ? error : new DomainError('UPLOAD_CUT_OFF', 'The sender stopped half-way')
    }
    if (size === 0) throw new DomainError('FILE_EMPTY', 'No bytes')
  }

  return {
    bytes: Readable.from(passing()),
    tally: () => ({ size, sha256: hash.digest(), head: Buffer.concat(head) }),
  }
}
