import type { IncomingMessage, ServerResponse } from 'node:http'
import { currentRequest, reachRequest } from '@/lib/core/current-request'

/**
 * Answers 4xx where the framework would say 500 of a form that it can't read: a broken boundary, a cut body, arguments
 * that are none. The sign of it is that no code of the portal had the request when it failed.
 */
export function blameSender({ method }: Pick<IncomingMessage, 'method'>, response: ServerResponse): void {
  const request = currentRequest()
  if (!request) return
  if (method !== 'POST') {
    reachRequest() // without a body there is nothing to be malformed
    return
  }
  const writeHead = response.writeHead.bind(response) as (status: number, ...rest: unknown[]) => ServerResponse
  response.writeHead = (status: number, ...rest: unknown[]) => {
    const fault = request.fault ?? (request.isReached ? null : 400)
    return writeHead(status >= 500 && fault ? fault : status, ...rest)
  }
}
