import 'server-only'
import { on } from 'node:events'
import { pipeline, type Readable } from 'node:stream'
import { Busboy } from '@fastify/busboy'
import { DomainError } from '@/lib/core/errors'
import { bodyOf, drain } from '../request-body'

export type FilePart = { name: string; fileName: string; source: Readable }

const MAX_FILES = 10

/** Returns the files of a multipart request. @throws DomainError as `partsOf` */
export const fileParts = (request: Request): AsyncGenerator<FilePart, void, undefined> =>
  partsOf(() => bodyOf(request), request.headers.get('content-type') ?? '')

/**
 * The files of a form, one after another, each as a stream that has to be consumed before the next one comes.
 *
 * @param note is called with the name of each field that is no file
 * @throws DomainError INVALID_INPUT when it is no such form, UPLOAD_CUT_OFF when it ends too soon
 */
export async function* partsOf(
  bodyOf: () => Readable | null,
  type: string,
  note: (name: string) => void = () => {},
): AsyncGenerator<FilePart, void, undefined> {
  const body = /^multipart\/form-data\s*;/i.test(type) ? bodyOf() : null
  if (!body) throw new DomainError('INVALID_INPUT', 'No form with files')
  try {
    const parser = parserFor(type)
    const parts = on(parser, 'file', { close: ['finish'] })
    let latest: Readable | undefined
    parser.on('field', note)
    parser.on('file', (_, source) => {
      latest = source
    })
    // The parser reports a failure to us, but not to the reader of a file at the time.
    pipeline(body, parser, (error) => {
      if (error) latest?.destroy(error)
    })
    for await (const [name, source, filename] of parts) {
      source.on('error', () => {}) // a sender may disconnect before anyone reads; the reader then gets the error
      yield { name, fileName: filename ?? '', source }
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
