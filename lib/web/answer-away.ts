import type { IncomingMessage, ServerResponse } from 'node:http'
import { currentRequest, reachRequest } from '@/lib/core/current-request'
import { DATABASE_AWAY } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { whyDatabaseAway } from '@/lib/db/availability'
import { awayPage } from './away-page'
import { problemOf, RETRY_AFTER } from './problem'

/** These say themselves how it is, or need no database. */
const NEEDS_NONE = /^\/(api\/health\/|_next\/static\/|icon\.svg$)/
const ROUTE = /^\/api\//

type Asked = Pick<IncomingMessage, 'headers' | 'method' | 'url'>

/** The framework's script takes no answer to an action but one that the framework wrote. */
const isAction = ({ method, headers }: Asked) => method === 'POST' && headers['next-action'] !== undefined

/**
 * Answers 503 while the database is known to be away, since a page is begun with 200 before its first statement fails.
 * Actions go on: the pool refuses them at once, and their form comes back with all that was typed.
 *
 * @returns whether it was answered
 */
export function answerWhileAway(request: IncomingMessage, response: ServerResponse): boolean {
  if (whyDatabaseAway() === null || NEEDS_NONE.test(request.url ?? '/') || isAction(request)) return false
  answer(request, response)
  return true
}

/**
 * Watches over the framework's answer to a request under which the database goes away. An action's answer gets the status
 * 503. A page that failed becomes the page of `answerWhileAway`, unless something of it was sent. Routes say so themselves.
 */
export function answerIfLost(request: IncomingMessage, response: ServerResponse): void {
  const current = currentRequest()
  if (!current || ROUTE.test(request.url ?? '/')) return
  const isLost = () => current.isDatabaseAway && !response.headersSent
  if (isAction(request)) changeStatus(response, isLost)
  else replacePage(request, response, isLost)
}

/** An action of another page is asked for by the framework from this very server, whose answer it repeats but for the status. */
function changeStatus(response: ServerResponse, isLost: () => boolean): void {
  const { writeHead } = methodsOf(response)
  response.writeHead = ((status: number, ...rest: never[]) => {
    if (status !== 200 || !(isLost() || response.hasHeader('Retry-After'))) return writeHead(status, ...rest)
    response.setHeader('Retry-After', RETRY_AFTER)
    reachRequest() // by the request that the framework sent: what failed is not the sender's fault
    return writeHead(503, ...rest)
  }) as ServerResponse['writeHead']
}

function replacePage(request: IncomingMessage, response: ServerResponse, isLost: () => boolean): void {
  const methods = methodsOf(response)
  let isReplaced = false
  const replaceIf = (status: number) => {
    if (isReplaced || !isLost() || status < 500) return
    isReplaced = true
    Object.assign(response, methods)
    answer(request, response)
    Object.assign(response, { writeHead: () => response, write: () => true, end: () => response }) // for what still comes
  }
  Object.assign(response, {
    writeHead(status: number, ...rest: never[]) {
      replaceIf(status)
      return isReplaced ? response : methods.writeHead(status, ...rest)
    },
    write(...chunk: [never]) {
      replaceIf(response.statusCode)
      return isReplaced || methods.write(...chunk)
    },
    end(...chunk: [never]) {
      replaceIf(response.statusCode)
      return isReplaced ? response : methods.end(...chunk)
    },
  })
}

const methodsOf = (response: ServerResponse) => ({
  writeHead: response.writeHead.bind(response) as (status: number, ...rest: never[]) => ServerResponse,
  write: response.write.bind(response),
  end: response.end.bind(response),
})

/** Of a page that was begun. */
const OF_THE_BODY = ['Content-Encoding', 'Content-Length', 'Transfer-Encoding', 'ETag', 'Link']

function answer(request: Asked, response: ServerResponse): void {
  for (const name of OF_THE_BODY) response.removeHeader(name)
  const isRoute = ROUTE.test(request.url ?? '/')
  const body = isRoute
    ? JSON.stringify(problemOf({ code: DATABASE_AWAY, params: {} }, currentRequest()?.id ?? newId()))
    : awayPage(request)
  response.writeHead(503, {
    'Content-Type': isRoute ? 'application/problem+json' : 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Retry-After': RETRY_AFTER,
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}
