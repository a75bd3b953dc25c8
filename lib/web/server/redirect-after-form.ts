import 'server-only'
import type { IncomingMessage, ServerResponse } from 'node:http'

/**
 * Redirects a form that was sent without scripts with 303, so that the browser requests the next page. Where a page
 * redirects while it is drawn, as when the session has ended, the framework answers 307: the browser would send the
 * form again, to a page that does not have its action (RFC 9110, sections 15.4.4 and 15.4.8).
 */
export function redirectAfterForm({ method }: IncomingMessage, response: ServerResponse): void {
  if (method !== 'POST') return
  const writeHead = response.writeHead.bind(response) as (status: number, ...rest: never[]) => ServerResponse
  response.writeHead = ((status: number, ...rest: never[]) =>
    writeHead(status === 307 ? 303 : status, ...rest)) as ServerResponse['writeHead']
}
