import 'server-only'
import { on } from 'node:events'
import { pipeline, Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { Busboy } from '@fastify/busboy'
import { DomainError } from '@/lib/core/errors'

export type FilePart = { fileName: string; source: Readable }

const MAX_FILES = 10
/** What is still read of a request that was refused: a browser that is cut off while it sends never sees the answer. */
const PATIENCE_BYTES = 64 * 1024 * 1024

/**
 * The files of a multipart request, one after another, each as a stream that has to be consumed before the next one comes.
 *
 * @throws DomainError INVALID_INPUT when it is no such request, UPLOAD_CUT_OFF when it ends too soon
 */
export async function* fileParts(request: Request): AsyncGenerator<FilePart, void, undefined> {
  const type = request.headers.get('content-type') ?? ''
  if (!request.body || !/^multipart\/form-data\s*;/i.test(type))
    throw new DomainError('INVALID_INPUT', 'No form with files')
  const body = Readable.fromWeb(request.body as ReadableStream)
  try {
    const parser = parserFor(type)
    const parts = on(parser, 'file', { close: ['finish'] })
    let latest: Readable | undefined
    parser.on('file', (_, source) => {
      latest = source
    })
    // A failure reaches us by the parser, but not whoever reads a file at the time.
    pipeline(body, parser, (error) => {
      if (error) latest?.destroy(error)
    })
    for await (const [, source, filename] of parts) {
      source.on('error', () => {}) // a sender may go before anyone reads; whoever reads then is told
      yield { fileName: filename ?? '', source }
    }
  } catch (error) {
    throw error instanceof DomainError ? error : new DomainError('UPLOAD_CUT_OFF', 'The form ended too soon')
  } finally {
    drain(body)
  }
}

function parserFor(type: string) {
  const limits = { files: MAX_FILES, fields: 10, fieldSize: 1_000, parts: MAX_FILES + 10 }
  try {
    return new Busboy({ headers: { 'content-type': type }, limits })
  } catch {
    throw new DomainError('INVALID_INPUT', 'No boundary')
  }
}

function drain(body: Readable): void {
  if (body.destroyed || body.readableEnded) return
  let left = PATIENCE_BYTES
  body.unpipe()
  body.on('error', () => {})
  body.on('data', (chunk: Buffer) => {
    left -= chunk.length
    if (left < 0) body.destroy()
  })
  body.resume()
}
