import type { IncomingMessage, ServerResponse } from 'node:http'
import { isLoopbackAddress } from '@/lib/core/network/network-address'
import { isLocalVisitor } from '@/lib/notifications/gateways/local-visitor'
import { isBearer } from '../bearer'
import { isInner, isThroughProxy, pathOf } from '../request-headers'

const LIVENESS = '/api/health/live'
const READINESS = '/api/health/ready'

/** Lists the paths of the portal's health, for the log and the figures. */
export const HEALTH_PATHS: readonly string[] = [LIVENESS, READINESS]

export const isReadiness = ({ url }: Pick<IncomingMessage, 'url'>): boolean => pathnameOf(url) === READINESS

type Status = { readonly status: 'ok' | 'failing' }

type Given = {
  /** Returns what the process knows of its health: lib/worker/health.ts. */
  health: { isReady: () => Promise<boolean>; readDetails: () => Promise<Status> }
  /** Lets who has it read the details. */
  token: string | undefined
  /** Resolves when pages are served. */
  prepared: Promise<unknown>
}

/**
 * Makes what answers for the portal's health, before the framework sees the request: it must answer when pages are
 * slow. Strangers learn whether the portal is ready, and nothing else.
 *
 * @returns a function that says whether the request was for health; then it is answered
 */
export function createHealthAnswers({ health, token, prepared }: Given) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const path = pathnameOf(request.url)
    if (!HEALTH_PATHS.includes(path)) return false
    if (!['GET', 'HEAD'].includes(request.method ?? '')) {
      response.writeHead(405, { Allow: 'GET, HEAD' }).end()
      return true
    }
    if (path === LIVENESS) send(request, response, { status: 'ok' })
    else {
      await prepared
      send(request, response, seesDetails(request, token) ? await health.readDetails() : await statusOf(health))
    }
    return true
  }
}

const pathnameOf = (url = '/'): string => pathOf(url).split('?', 1)[0] ?? ''

const statusOf = async ({ isReady }: Given['health']): Promise<Status> => ({
  status: (await isReady()) ? 'ok' : 'failing',
})

/**
 * Returns whether the request comes from the operator: with the token, or straight from this machine. Behind a proxy of
 * this machine everyone comes from here, but through a proxy.
 */
function seesDetails(request: IncomingMessage, token: string | undefined): boolean {
  const { headers, socket } = request
  if (token && isBearer(headers.authorization, token)) return true
  const isForwarded = isInner(request) || isThroughProxy(request)
  return isLoopbackAddress(socket.remoteAddress ?? '') && isLocalVisitor({ host: headers.host ?? '', isForwarded })
}

function send({ method }: IncomingMessage, response: ServerResponse, body: Status): void {
  const text = JSON.stringify(body)
  response.writeHead(body.status === 'ok' ? 200 : 503, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
  })
  response.end(method === 'HEAD' ? undefined : text)
}
