import 'server-only'
import type { Hash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { DomainError } from '@/lib/core/errors'

/** Ends at the first byte too many: the rest is not waited for. What the source fails with is the sender's going away. */
export async function* counted(source: Readable, maxBytes: number, tally: { size: number; hash: Hash }) {
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      tally.size += chunk.length
      if (tally.size > maxBytes) {
        const params = { megabytes: Math.floor(maxBytes / 1024 / 1024), maxBytes }
        throw new DomainError('FILE_TOO_BIG', `More than ${maxBytes} bytes`, { params })
      }
      tally.hash.update(chunk)
      yield chunk
    }
  } catch (error) {
    throw error instanceof DomainError ? error : new DomainError('UPLOAD_CUT_OFF', 'The sender stopped half-way')
  }
  if (tally.size === 0) throw new DomainError('FILE_EMPTY', 'No bytes')
}
