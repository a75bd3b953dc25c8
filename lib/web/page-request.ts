import type { IncomingMessage, ServerResponse } from 'node:http'
import { PATH_HEADER } from './request-headers'
import { isFromElsewhere, tellElsewhere } from './same-origin'
import { contentSecurityPolicy } from './security-headers'

/** Routes say for themselves what concerns them, and what was built is the same for everybody. */
const NO_PAGE = /^\/(api\/|_next\/static\/|icon\.svg$)/

/**
 * Gives each page its nonce and its policy, and turns away actions that another site sends, or that say not who does. Who
 * may see what is not decided here.
 *
 * @returns whether the request may go on; otherwise it was answered
 */
export function admitToPage(request: IncomingMessage, response: ServerResponse): boolean {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://portal')
  if (NO_PAGE.test(pathname)) return true
  const { origin = '', 'sec-fetch-site': site = '' } = request.headers
  const told = new Headers({ origin, 'sec-fetch-site': `${site}` })
  if (isFromElsewhere({ method: request.method ?? '', headers: told })) {
    response.writeHead(403, { 'Content-Type': 'text/plain; charset=utf-8' }).end(tellElsewhere())
    return false
  }
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64')
  const policy = contentSecurityPolicy(nonce)
  searchParams.delete('_rsc') // the framework's own
  const query = searchParams.toString()
  request.headers['content-security-policy'] = policy // the framework takes the nonce from here
  request.headers[PATH_HEADER] = query ? `${pathname}?${query}` : pathname
  response.setHeader('Content-Security-Policy', policy)
  response.setHeader('Cache-Control', 'private, no-store')
  return true
}
