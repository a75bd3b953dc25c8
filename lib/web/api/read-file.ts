import 'server-only'
import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { DomainError } from '@/lib/core/errors'
import { partsOf } from '../uploads/file-parts'
import { ApiRefusal } from './refusals'

/** The file of a form as it comes. */
export type SentFile = { fileName: string; source: Readable }

/** Names its part. */
export const FILE = 'file'

/** Exceeds what any slot takes: what is only compared is not read on beyond it. */
const MOST_BYTES = 256 * 1024 * 1024

/** Returns what a verb refuses a form by that has another part. */
const otherPart = () => new DomainError('INVALID_INPUT', 'Another part than one file', { params: { part: FILE } })

type Sent = {
  file: SentFile
  /** Returns what identifies the form, once its bytes went by; a file that nobody reads is read for it. */
  parts: () => Promise<readonly string[]>
  /** Ends the reading of the form. */
  close: () => Promise<unknown>
}

/**
 * Returns the one file of a form. Its source ends when the whole form was read: with another part it fails, before
 * anything is stored.
 *
 * @throws ApiRefusal MEDIA_TYPE_NOT_SUPPORTED, INVALID_INPUT
 */
export async function sentFile(request: IncomingMessage): Promise<Sent> {
  const type = request.headers['content-type'] ?? ''
  if (!/^multipart\/form-data\s*;/i.test(type)) throw new ApiRefusal('MEDIA_TYPE_NOT_SUPPORTED')
  let others = 0
  const all = partsOf(
    () => request,
    type,
    () => {
      others += 1
    },
  )
  const first = await all.next().catch(() => null)
  if (!first || first.done) throw new ApiRefusal('INVALID_INPUT', [noFile])
  const { name, fileName, source: bytes } = first.value
  const hash = createHash('sha256')
  let parts: readonly string[] | undefined

  async function* whole() {
    let size = 0
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > MOST_BYTES) throw otherPart()
      hash.update(chunk)
      yield chunk
    }
    const second = await all.next()
    if (name !== FILE || others > 0 || !second.done) throw otherPart()
    parts = [name, fileName, hash.digest('hex')]
  }
  const source = Readable.from(whole(), { objectMode: false })
  return {
    file: { fileName, source },
    async parts() {
      if (!source.readableDidRead) for await (const _ of source);
      if (!parts) throw new Error('A file that was not read to its end')
      return parts
    },
    close: () => all.return(),
  }
}

const noFile = { detail: 'A form with one file is needed', pointer: `/${FILE}` }
