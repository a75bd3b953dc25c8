import type { IncomingMessage } from 'node:http'
import type { z } from 'zod'
import { drain } from '../request-body'
import { ApiRefusal, type Fault } from './refusals'

/** Even a query with the longest signature in percent signs is shorter. */
const MAX_QUERY = 4_096
const MAX_BODY = 1024 * 1024

/**
 * Reads the parameters of a query strictly: each once, in UTF-8.
 *
 * @throws ApiRefusal INVALID_INPUT
 */
export function readQuery<S extends z.ZodType>(schema: S, query: string): z.output<S> {
  if (query.length > MAX_QUERY) throw invalid({ detail: 'Too long', parameter: '' })
  const sent = new Map<string, string>()
  for (const pair of query.split('&').filter(Boolean)) {
    const at = pair.indexOf('=')
    const name = decoded(at < 0 ? pair : pair.slice(0, at), '')
    if (sent.has(name)) throw invalid({ detail: 'Sent more than once', parameter: name })
    sent.set(name, decoded(at < 0 ? '' : pair.slice(at + 1), name))
  }
  return parsed(schema, Object.fromEntries(sent), (path) => ({ parameter: path.join('.') }))
}

/**
 * Reads the parameters of a path.
 *
 * @throws ApiRefusal INVALID_INPUT
 */
export const readPath = <S extends z.ZodType>(schema: S, path: Readonly<Record<string, string>>): z.output<S> =>
  parsed(schema, path, ([parameter = '']) => ({ parameter: String(parameter) }))

/**
 * Refuses a query where none is taken.
 *
 * @throws ApiRefusal INVALID_INPUT
 */
export function refuseQuery(query: string): void {
  if (query) throw invalid({ detail: 'Takes no query', parameter: '' })
}

const decoded = (text: string, parameter: string): string => decodedText(text.replaceAll('+', ' '), parameter)

/**
 * Decodes a text of an address. A lenient decoder would replace what it can't read, and then another text would be
 * asked about. No column can hold the character U+0000.
 *
 * @throws ApiRefusal INVALID_INPUT
 */
export function decodedText(text: string, parameter: string): string {
  const plain = plainOf(text)
  if (plain === null) throw invalid({ detail: 'Not percent-encoded UTF-8', parameter })
  if (plain.includes('\0')) throw invalid({ detail: 'Contains the character U+0000', parameter })
  return plain
}

function plainOf(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/**
 * Reads a body of JSON.
 *
 * @throws ApiRefusal MEDIA_TYPE_NOT_SUPPORTED, BODY_TOO_BIG, INVALID_INPUT
 */
export async function readBody<S extends z.ZodType>(schema: S, request: IncomingMessage): Promise<z.output<S>> {
  const { headers } = request
  if (!isJson(headers['content-type']) || !['identity', undefined].includes(headers['content-encoding'])) {
    throw new ApiRefusal('MEDIA_TYPE_NOT_SUPPORTED')
  }
  if (Number(headers['content-length'] ?? 0) > MAX_BODY) {
    drain(request)
    throw new ApiRefusal('BODY_TOO_BIG')
  }
  return parsed(schema, jsonIn(await bytesOf(request)), (path) => ({ pointer: pointerOf(path) }))
}

/** The rest of what is too big is read and dropped, so that the sender sees the answer. */
function bytesOf(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const take = (chunk: Buffer) => {
      chunks.push(chunk)
      size += chunk.length
      if (size <= MAX_BODY) return
      request.off('data', take)
      drain(request)
      reject(new ApiRefusal('BODY_TOO_BIG'))
    }
    request.on('data', take)
    request.once('end', () => resolve(Buffer.concat(chunks)))
    const cut = () => reject(invalid({ detail: 'The body was cut off', pointer: '' }))
    request.once('error', cut)
    request.once('close', cut)
  })
}

const isJson = (type = ''): boolean => /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type)

function jsonIn(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw invalid({ detail: 'Not JSON in UTF-8', pointer: '' })
  }
}

const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

type Place = { parameter: string } | { pointer: string }

function parsed<S extends z.ZodType>(schema: S, sent: unknown, placeOf: (path: PropertyKey[]) => Place): z.output<S> {
  const result = schema.safeParse(sent)
  if (result.success) return result.data
  throw new ApiRefusal(
    'INVALID_INPUT',
    result.error.issues.flatMap((issue) => faultsOf(issue, placeOf)),
  )
}

/** Unknown fields are named one by one: what a client misspelt must not be ignored. */
function faultsOf(issue: z.core.$ZodIssue, placeOf: (path: PropertyKey[]) => Place): Fault[] {
  if (issue.code !== 'unrecognized_keys') return [{ detail: issue.message, ...placeOf(issue.path) }]
  return issue.keys.map((key) => ({ detail: 'Not known', ...placeOf([...issue.path, key]) }))
}

const invalid = (fault: Fault) => new ApiRefusal('INVALID_INPUT', [fault])
