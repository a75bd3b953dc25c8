import type { IncomingMessage, ServerResponse } from 'node:http'
import { isPublicFile } from './public-files'
import { acceptsFiles, PATH_HEADER, SHARED_HEADER } from './request-headers'
import { elsewhereSentence, isFromElsewhere } from './same-origin'
import { policyByNonce } from './security-headers'

/** Routes say for themselves what concerns them, and what was built is the same for everybody. */
const NO_PAGE = /^\/(api\/|_next\/static\/)/
/** For an address without a route, under /api too, the framework looks for an action in these. */
const mayBeAction = (request: IncomingMessage): boolean => {
  const { 'next-action': action, 'content-type': type = '' } = request.headers
  return request.method === 'POST' && (action !== undefined || /^multipart\//i.test(type)) && !acceptsFiles(request)
}
/** Any other method on a public file is an action's, for which the framework looks for a page. */
const READING = ['GET', 'HEAD']

/**
 * Gives each page its nonce and its policy (a shared page gets them in shared-pages.ts), and rejects actions that
 * another site sends, or whose origin is not stated. Who may see what is not decided here.
 *
 * @returns whether the request may continue; otherwise it was answered
 */
export function admitToPage(request: IncomingMessage, response: ServerResponse): boolean {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://portal')
  const isPage = !NO_PAGE.test(pathname)
  if (!isPage && !mayBeAction(request)) return true
  if (isPublicFile(pathname) && READING.includes(request.method ?? '')) return true
  const { origin = '', 'sec-fetch-site': site = '' } = request.headers
  const browserHeaders = new Headers({ origin, 'sec-fetch-site': `${site}` })
  if (isFromElsewhere({ method: request.method ?? '', headers: browserHeaders })) {
    response.writeHead(403, { 'Content-Type': 'text/plain; charset=utf-8' }).end(elsewhereSentence())
    return false
  }
  if (!isPage) return true
  searchParams.delete('_rsc') // the framework's own
  const query = searchParams.toString()
  request.headers[PATH_HEADER] = query ? `${pathname}?${query}` : pathname
  if (request.headers[SHARED_HEADER]) delete request.headers['content-security-policy']
  else {
    const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64')
    const policy = policyByNonce(nonce)
    request.headers['content-security-policy'] = policy // the framework takes the nonce from here
    response.setHeader('Content-Security-Policy', policy)
  }
  response.setHeader('Cache-Control', 'private, no-store')
  return true
}
