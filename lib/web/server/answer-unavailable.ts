import type { IncomingMessage, ServerResponse } from 'node:http'
import { type CurrentRequest, currentRequest, reachRequest } from '@/lib/core/current-request'
import { DATABASE_UNAVAILABLE } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { whyDatabaseUnavailable } from '@/lib/db/availability'
import { problemOf, RETRY_AFTER } from '../problem'
import { isPublicFile } from '../public-files'
import { unavailablePage } from './unavailable-page'

/** Matches what needs no database. */
const NEEDS_NONE = /^\/_next\/static\//
const ROUTE = /^\/api\//

const needsNone = (url: string): boolean => NEEDS_NONE.test(url) || isPublicFile(url.split('?')[0] ?? '')

type AnyRequest = Pick<IncomingMessage, 'headers' | 'method' | 'url'>

/** Returns whether a request is an action: the framework's script accepts only answers that the framework wrote. */
const isAction = ({ method, headers }: AnyRequest) => method === 'POST' && headers['next-action'] !== undefined

/**
 * Answers 503 while the database is known to be unavailable, since a page starts with 200 before its first statement
 * fails. Actions are passed on: the pool refuses them immediately, and their form comes back with all that was typed.
 *
 * @returns whether it was answered
 */
export function answerWhileUnavailable(request: IncomingMessage, response: ServerResponse): boolean {
  if (whyDatabaseUnavailable() === null || needsNone(request.url ?? '/') || isAction(request)) return false
  answer(request, response)
  return true
}

/**
 * Watches over the framework's answer to a request under which the database becomes unavailable. An action's answer
 * gets the status 503. A page that failed becomes the page of `answerWhileUnavailable`, unless something of it was
 * sent. Routes say so themselves.
 */
export function answerIfLost(request: IncomingMessage, response: ServerResponse): void {
  const current = currentRequest()
  if (!current || ROUTE.test(request.url ?? '/')) return
  const isLost = () => current.isDatabaseUnavailable && !response.headersSent
  if (isAction(request)) changeStatus(current, response, isLost)
  else replacePage(request, response, isLost)
}

/**
 * Changes the status of an answer that the framework fetched for an action of another page: it requests that from this
 * very server, and repeats everything but the status. Where it got no answer, it writes an empty object, which no
 * action does.
 */
function changeStatus(current: CurrentRequest, response: ServerResponse, isLost: () => boolean): void {
  const { writeHead } = methodsOf(response)
  const isNothing = () => String(response.getHeader('Content-Type')).startsWith('application/json')
  response.writeHead = ((status: number, ...rest: never[]) => {
    const isUnavailable = isLost() || isNothing() || response.hasHeader('Retry-After')
    if (status !== 200 || !isUnavailable) return writeHead(status, ...rest)
    response.setHeader('Retry-After', RETRY_AFTER)
    reachRequest() // by the request that the framework sent: what failed is not the sender's fault
    current.fault = null
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

/** Lists the headers of a page that was started. */
const OF_THE_BODY = ['Content-Encoding', 'Content-Length', 'Transfer-Encoding', 'ETag', 'Link']

function answer(request: AnyRequest, response: ServerResponse): void {
  for (const name of OF_THE_BODY) response.removeHeader(name)
  const isRoute = ROUTE.test(request.url ?? '/')
  const body = isRoute
    ? JSON.stringify(problemOf({ code: DATABASE_UNAVAILABLE, params: {} }, currentRequest()?.id ?? newId()))
    : unavailablePage(request)
  response.writeHead(503, {
    'Content-Type': isRoute ? 'application/problem+json' : 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Retry-After': RETRY_AFTER,
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}
