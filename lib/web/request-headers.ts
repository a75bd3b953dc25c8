import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { isLoopbackHost } from '@/lib/core/network/loopback-host'
import { type AddressSet, plainAddress } from '@/lib/core/network/network-address'
import { boundaryOf, FORM_BYTES } from './server/read-form'

/** Contains path and query of the page being rendered. */
export const PATH_HEADER = 'x-zhunxin-path'
/** Contains the address of the client: the peer's, or what a trusted proxy says that it is. */
export const ADDRESS_HEADER = 'x-zhunxin-address'
/** Contains the Host header as it came. */
export const HOST_HEADER = 'x-zhunxin-host'
/** It is present when the request came through a proxy. */
export const FORWARDED_HEADER = 'x-zhunxin-forwarded'

/**
 * Marks the framework's own requests: when an action leads to a page, the framework requests it from this very
 * server, with the headers of the original request, and with some that a proxy would add. Nobody outside can know this
 * name.
 */
const INNER_HEADER = 'x-zhunxin-inner'
const INNER = randomBytes(32).toString('base64url')

/** Marks a request of the portal for a page to show to many visitors: the page has no nonce. */
export const SHARED_HEADER = 'x-zhunxin-shared'

/** Returns the headers by which the portal requests a shared page of itself, for a visitor's request. */
export const headersForShared = (requestId: string): Record<string, string> => ({
  [INNER_HEADER]: INNER,
  [SHARED_HEADER]: '1',
  'x-request-id': requestId,
})

/** Returns whether the portal or the framework requests something of this server itself. */
export const isInner = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean => headers[INNER_HEADER] === INNER

/** Lists headers that reveal a proxy in between. */
const FORWARDING = [
  'forwarded',
  'via',
  'x-real-ip',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
]

/**
 * Makes a request safe to pass to the framework, which builds links and compares origins with Host and
 * X-Forwarded-Host: both become the portal's own. Their original values are stored under our own names, and everything
 * that a client sent under those, or to skip a step of the framework's, is dropped. The framework's own requests have
 * the origin of the original one.
 */
export function normaliseRequest(
  request: IncomingMessage,
  { portal, proxies }: { portal: URL; proxies: AddressSet },
): void {
  request.url = pathOf(request.url ?? '/')
  const { headers } = request
  const isOwn = isInner(request)
  const { host, address, isForwarded } = isOwn ? forwardedArrival(headers) : arrivalOf(request, proxies)
  const isShared = isOwn && headers[SHARED_HEADER] !== undefined
  // What doesn't leave the process would be compressed and unpacked for nothing.
  if (isOwn) delete headers['accept-encoding']
  for (const name of Object.keys(headers)) {
    if (name.startsWith('x-zhunxin-') || name.startsWith('x-middleware-') || FORWARDING.includes(name))
      delete headers[name]
  }
  headers.host = portal.host
  headers['x-forwarded-host'] = portal.host
  headers['x-forwarded-proto'] = portal.protocol.slice(0, -1)
  headers[HOST_HEADER] = host
  headers[ADDRESS_HEADER] = address
  headers[INNER_HEADER] = INNER
  if (isForwarded) headers[FORWARDED_HEADER] = '1'
  if (isShared) headers[SHARED_HEADER] = '1'
}

type Arrival = { host: string; address: string; isForwarded: boolean }

const arrivalOf = (request: IncomingMessage, proxies: AddressSet): Arrival => ({
  host: request.headers.host ?? '',
  address: addressOf(request, proxies),
  isForwarded: isThroughProxy(request),
})

/** Returns the arrival that was written when the original request came. */
const forwardedArrival = (headers: IncomingMessage['headers']): Arrival => ({
  host: String(headers[HOST_HEADER] ?? ''),
  address: String(headers[ADDRESS_HEADER] ?? 'unknown'),
  isForwarded: headers[FORWARDED_HEADER] !== undefined,
})

/** Returns whether it came, or claims to have come, through a proxy. */
export const isThroughProxy = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
  FORWARDING.some((name) => headers[name] !== undefined)

/**
 * Returns the address that a request comes from. X-Forwarded-For counts as far as its writers are trusted: each proxy
 * adds its own peer at the right, so that the first from there that is no trusted proxy is the client, and all entries
 * left of it may be invented.
 */
export function addressOf(
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  proxies: AddressSet,
): string {
  let address = plainAddress(socket.remoteAddress ?? '') ?? 'unknown'
  const forwarded = headers['x-forwarded-for']
  if (forwarded === undefined) return address
  const claims = [forwarded].flat().join(',').split(',').reverse()
  for (const claim of claims) {
    if (!proxies.has(address)) break
    const next = plainAddress(claim)
    if (!next) break
    address = next
  }
  return address
}

/** The form of a target that proxies use names a host (RFC 9112, 3.2.2), and two slashes may: the path alone counts. */
export function pathOf(target: string): string {
  return `/${target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').replace(/^[/\\]+/, '')}`
}

/**
 * Returns where to redirect a browser that reached a portal of this machine by another of the machine's names, as
 * 127.0.0.1 for localhost: the same page under the portal's own name, to which cookies and actions belong. Null for all
 * others: beyond this machine the Host header decides nothing.
 */
export function ownAddress({ method, url, headers }: IncomingMessage, portal: URL): string | null {
  if (method !== 'GET' || !headers.accept?.includes('text/html')) return null
  if (isThroughProxy({ headers })) return null
  const given = `http://${headers.host ?? ''}`
  if (!URL.canParse(given)) return null
  const { host, hostname } = new URL(given)
  if (host === portal.host || !isLoopbackHost(hostname) || !isLoopbackHost(portal.hostname)) return null
  return new URL(pathOf(url ?? '/'), portal).href
}

const METHODS = ['GET', 'HEAD', 'POST', 'OPTIONS']
/** Lists the methods of uploads in several requests (tus 1.0), and of nothing else. */
const UPLOAD_METHODS = ['PATCH', 'DELETE']
const UPLOADS = /^\/api\/(?:phone\/)?tus\/[^/?#]+$/

/**
 * Lists the routes that take files; a step in brackets is an id or a kind of document. What is sent anywhere else is a
 * form, which is small: where there is no route, the framework still looks for an action in it.
 */
const FILE_ROUTES = [
  'tus',
  'tus/[id]',
  'phone/tus',
  'phone/tus/[id]',
  'phone/documents/[kind]',
  'access-case/documents',
  'qualifications/[id]/documents/[kind]',
  'v1/qualifications/[id]/documents/[slot]',
]
/**
 * A step has no dot, and no escape but a colon's: the framework resolves `..`, and would look for another route than
 * this one.
 */
const FILES = new RegExp(`^/api/(?:${FILE_ROUTES.join('|').replace(/\[\w+\]/g, '(?:[\\w:-]|%3[Aa])+')})(?:[?#]|$)`)

export const acceptsFiles = ({ url }: Pick<IncomingMessage, 'url'>): boolean => FILES.test(pathOf(url ?? '/'))

/** Returns the status for requests that the framework would fail on and log at length. */
export function refusalStatus({
  method,
  url,
  headers,
  httpVersion,
}: Pick<IncomingMessage, 'method' | 'url' | 'headers'> & Partial<IncomingMessage>): 400 | 405 | 413 | null {
  if (httpVersion === '1.1' && headers.host === undefined) return 400 // RFC 9112, 3.2
  const isUpload = UPLOAD_METHODS.includes(method ?? '') && UPLOADS.test(url ?? '')
  if (!METHODS.includes(method ?? '') && !isUpload) return 405
  if (Number(headers['content-length'] ?? 0) > FORM_BYTES && !acceptsFiles({ url })) return 413
  const type = headers['content-type'] ?? ''
  if (/^multipart\//i.test(type) && boundaryOf(type) === null) return 400
  try {
    decodeURIComponent((url ?? '/').split('?')[0] ?? '')
    return null
  } catch {
    return 400
  }
}
