import 'server-only'
import { lookup } from 'node:dns/promises'
import http from 'node:http'
import https from 'node:https'
import type { LookupFunction } from 'node:net'
import { SECOND } from '@/lib/core/clock'
import type { WebhookFailure } from '@/lib/db/generated/enums'
import { literalAddress } from './public-address'

const TIMEOUT = 10 * SECOND
/** So many bytes of an answer are read: enough to see what a receiver complains of. */
const MOST_OF_ANSWER = 16 * 1_024

export type Answer = { status: number; text: string }

/** Reports that no answer came, or not one of the receiver's. */
export class PostError extends Error {
  override name = 'PostError'
  constructor(readonly failure: WebhookFailure) {
    super(failure)
  }
}

type Address = { address: string; family: number }
export type Reaching = {
  mayReach: (address: string) => boolean
  /** Looks up a name, as the system does unless a test replaces it. */
  resolve?: (name: string) => Promise<Address[]>
}

type Request = { url: string; headers: Record<string, string>; body: string }

/**
 * Sends a body once. The name is looked up once, every address of it is checked, and the connection goes to one of
 * these: a name that changes its address between the check and the connection is of no use. Redirects are not followed.
 * Nothing here is reused by the next request.
 *
 * @throws PostError when there is no answer within ten seconds
 */
export async function post({ url: text, headers, body }: Request, reaching: Reaching): Promise<Answer> {
  const url = new URL(text)
  const literal = literalAddress(url.hostname)
  if (literal !== null && !reaching.mayReach(literal)) throw new PostError('ADDRESS_NOT_PUBLIC')
  const { request } = url.protocol === 'https:' ? https : http
  return new Promise<Answer>((resolve, reject) => {
    const sending = request(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      agent: false,
      lookup: checkedLookup(reaching),
      signal: AbortSignal.timeout(TIMEOUT),
      maxHeaderSize: MOST_OF_ANSWER,
    })
    let isAnswered = false
    sending.on('response', (response) => {
      isAnswered = true
      void readAnswer(response).then(resolve, reject)
    })
    // Without this, Node closes the connection of such an answer and emits neither 'response' nor 'error'.
    sending.on('upgrade', ({ statusCode = 0 }, socket) => {
      socket.destroy()
      resolve({ status: statusCode, text: '' })
    })
    sending.on('error', (error) => {
      if (!isAnswered) reject(new PostError(failureOf(error)))
    })
    sending.end(body)
  })
}

/** Looks a name up for a connection, which then goes to what is returned here and to nothing else. */
function checkedLookup(reaching: Reaching): LookupFunction {
  return (name, { all }, answer) => {
    checkedAddresses(name, reaching).then(
      ([first, ...others]) => (all ? answer(null, [first, ...others]) : answer(null, first.address, first.family)),
      (error: PostError) => answer(error, ''),
    )
  }
}

/** @throws PostError when the name has no address, or one that may not be reached */
async function checkedAddresses(name: string, { mayReach, resolve = resolveName }: Reaching) {
  const [first, ...others] = await resolve(name).catch(() => {
    throw new PostError('NAME_UNKNOWN')
  })
  if (!first || [first, ...others].some(({ address }) => !mayReach(address))) throw new PostError('ADDRESS_NOT_PUBLIC')
  return [first, ...others] as const
}

const resolveName = (name: string) => lookup(name, { all: true })

/**
 * Reads the beginning of an answer. What takes too long, or is too big, is cut: its status has said all that matters.
 */
async function readAnswer(response: http.IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      size += chunk.length
      if (size >= MOST_OF_ANSWER) break // which ends the connection
    }
  } catch {
    // The receiver ended it, or the time is over.
  }
  const read = Buffer.concat(chunks).subarray(0, MOST_OF_ANSWER)
  // PostgreSQL stores no NUL.
  return { status: response.statusCode ?? 0, text: read.toString('utf8').replaceAll('\0', '\u{fffd}') }
}

function failureOf(error: Error & { code?: string }): WebhookFailure {
  if (error instanceof PostError) return error.failure
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'TIMEOUT'
  const isOfCertificate = /CERT|SELF_SIGNED|UNABLE_TO|ALTNAME|^ERR_TLS/.test(error.code ?? '')
  return isOfCertificate ? 'CERTIFICATE' : 'CONNECTION'
}
