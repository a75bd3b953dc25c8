import 'server-only'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { currentRequest } from '@/lib/core/current-request'

/** Limits what is still read of a refused request: a browser that is cut off while it sends never sees the answer. */
const UPLOAD_HEAD_BYTES = 64 * 1024 * 1024

/**
 * Returns the body of a request with a file, as it comes from the connection: through the framework's Request, each of
 * its pieces would pass two more streams. The reader drains it at the end.
 */
export function bodyOf({ body }: Request): Readable | null {
  return body && (currentRequest()?.body ?? Readable.fromWeb(body as ReadableStream))
}

/** Reads, and drops, what is left of the body of the request that is answered. */
export function drainRequest(): void {
  const body = currentRequest()?.body
  if (body) drain(body)
}

/** Reads, and drops, what is left of a body. */
export function drain(body: Readable): void {
  if (body.destroyed || body.readableEnded) return
  let left = UPLOAD_HEAD_BYTES
  body.unpipe()
  body.on('error', () => {})
  body.on('data', (chunk: Buffer) => {
    left -= chunk.length
    if (left < 0) body.destroy()
  })
  body.resume()
}
