import 'server-only'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { reachRequest } from '@/lib/core/current-request'
import { logBug } from '@/lib/core/log'
import type { AddressSet } from '@/lib/core/network/network-address'
import { whyDatabaseUnavailable } from '@/lib/db/availability'
import { isDatabaseUnavailable } from '@/lib/db/database-unavailable'
import type { ChangeWatch } from '@/lib/integrations/changes/await-change'
import type { KeyRefusals } from '@/lib/integrations/uses/key-refusals'
import type { KeyUses } from '@/lib/integrations/uses/key-uses'
import { RETRY_AFTER } from '../problem'
import { drain } from '../request-body'
import { pathOf } from '../request-headers'
import { requestIdOf } from '../server/request-id'
import { createAdmission, type Limits } from './admit'
import { createDispatch } from './dispatch'
import { openApiOf } from './openapi'
import { API, type Services } from './operation'
import { OPERATIONS } from './operations/all'
import { ApiRefusal, problemOf, REFUSALS } from './refusals'

/** Lists the paths of the API, for the log and the figures. */
export const API_PATHS: readonly string[] = [...new Set(OPERATIONS.map(({ path }) => API + path))]

/** Holds the description of the API, which is made once. */
let description: string | undefined
const describe = (): string => {
  description ??= JSON.stringify(openApiOf(OPERATIONS))
  return description
}

const find = createDispatch(OPERATIONS)

type Given = {
  proxies: AddressSet
  /** Holds those who wait for changes; its maker ends it. */
  watch: ChangeWatch
  /** Counts the answers to each key; its maker ends it. */
  uses: KeyUses
  /** Records that keys were refused; its maker ends it. */
  refusals: KeyRefusals
  limits?: Partial<Limits>
}

/**
 * Makes what answers the API in the portal's own server, before the framework sees the request. It reads no cookie:
 * only a key opens it, so that no other site can use a person's session here.
 *
 * @returns a function that says whether the request was for the API; then it is answered
 */
export function createApi({ proxies, watch, uses, refusals, limits }: Given) {
  const { admit, keyOf } = createAdmission(proxies, limits)
  const services: Services = { admit, describe, watch }
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const [path = '', query = ''] = pathOf(request.url ?? '/').split('?')
    if (!path.startsWith(`${API}/`)) return false
    reachRequest()
    response.once('finish', () => {
      const key = keyOf(request)
      if (key !== undefined) uses.count(key.hash, response.statusCode)
    })
    let act = 'api'
    try {
      const { operation, path: steps } = foundFor(request, path)
      act = `api.${operation.id}`
      const asked = { request, path: steps, query, services }
      const { status = 200, body, headers = {} } = await operation.answer(asked)
      send(response, status, body, { 'Content-Type': 'application/json', ...headers })
    } catch (error) {
      const refusal = refusalOf(error)
      const id = keyOf(request)?.id
      if (id && MISUSES.has(REFUSALS[refusal.code][0])) refusals.count(id, act, refusal.code)
      if (response.destroyed) return true // the client is gone, and with it the rest of its body
      drain(request) // a sender who is cut off never sees the answer
      refuse(response, requestIdOf(request), refusal)
    }
    return true
  }
}

/** Statuses of what a key may not do; what is wrong in a request, or no longer there, is usual for a program. */
const MISUSES: ReadonlySet<number> = new Set([401, 403])

/** @throws ApiRefusal */
function foundFor(request: IncomingMessage, path: string): ReturnType<typeof find> {
  if (request.httpVersion === '1.1' && request.headers.host === undefined) {
    throw new ApiRefusal('INVALID_INPUT', [{ detail: 'No Host header', parameter: '' }]) // RFC 9112, 3.2
  }
  const found = find(request.method, path)
  if (found.operation.scope !== null && whyDatabaseUnavailable() !== null) throw new ApiRefusal('DATABASE_UNAVAILABLE')
  return found
}

function refusalOf(error: unknown): ApiRefusal {
  if (error instanceof ApiRefusal) return error
  if (isDatabaseUnavailable(error)) return new ApiRefusal('DATABASE_UNAVAILABLE')
  logBug(error, { act: 'api' })
  return new ApiRefusal('UNEXPECTED')
}

function refuse(response: ServerResponse, requestId: string, { code, faults, headers }: ApiRefusal): void {
  const [status] = REFUSALS[code]
  send(response, status, JSON.stringify(problemOf(code, requestId, faults)), {
    'Content-Type': 'application/problem+json',
    ...(status === 503 ? { 'Retry-After': RETRY_AFTER } : {}),
    ...headers,
  })
}

/** Nobody may store an answer: the next one may be another. */
function send(
  response: ServerResponse,
  status: number,
  body: string | Buffer,
  headers: Readonly<Record<string, string>>,
): void {
  response.writeHead(status, { 'Cache-Control': 'no-store', 'Content-Length': Buffer.byteLength(body), ...headers })
  response.end(response.req.method === 'HEAD' ? undefined : body)
}
