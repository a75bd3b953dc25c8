import 'server-only'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import next from 'next'
import { captureUncaught } from '@/lib/core/capture-output'
import { withRequest } from '@/lib/core/current-request'
import type { Env } from '@/lib/core/env'
import { logBug } from '@/lib/core/log'
import { answerMetrics, METRICS_PATH } from '@/lib/metrics/answer-metrics'
import { countRequest } from '@/lib/metrics/count-request'
import { logAccess } from '@/lib/web/access-log'
import { answerIfLost, answerWhileAway } from '@/lib/web/answer-away'
import type { Answered } from '@/lib/web/answer-watch'
import { createBoundedServer } from '@/lib/web/bounded-server'
import { createDrain } from '@/lib/web/drain'
import { blameSender } from '@/lib/web/malformed'
import { admitToPage } from '@/lib/web/page-request'
import {
  isInner,
  isThroughProxy,
  normaliseRequest,
  ownAddress,
  pathOf,
  refusalStatus,
  takesFiles,
} from '@/lib/web/request-headers'
import { requestIdOf } from '@/lib/web/request-id'
import { NO_ROUTE, routePatterns } from '@/lib/web/route-patterns'
import { headersOfEachAnswer } from '@/lib/web/security-headers'
import { type OnStop, say } from '../start/life'
import { listen } from '../start/listen'

/** Requests in progress at a stop have this long to be answered. */
const GRACE_MS = 10_000
/** As the framework has it, in the folder that the portal runs in. */
const BUILD_FOLDER = '.next'

/** Serves the built app (or, in development, the app as it stands) on HOST and PORT. */
export async function servePortal(settings: Env, onStop: OnStop): Promise<void> {
  const { HOST, PORT, NODE_ENV, ZHUNXIN_URL, TRUSTED_PROXIES, DRAIN_SECONDS, METRICS_TOKEN } = settings
  const isDevelopment = NODE_ENV === 'development'
  const { server, stop } = createBoundedServer({
    proxies: TRUSTED_PROXIES,
    takesFiles,
    hasUpgrades: isDevelopment,
    answered: watchAnswers(isDevelopment ? () => NO_ROUTE : routePatterns(BUILD_FOLDER, [METRICS_PATH])),
  })
  await listen(server, { host: HOST, port: PORT }, 'PORT')
  // Where an action leads on to a page, the framework asks here for it: straight, not by the portal's name and its proxy.
  process.env.__NEXT_PRIVATE_ORIGIN = originOf(HOST, PORT)
  // The framework answers upgrades of the server that it is given, and leaves their sockets open: the portal has none.
  const httpServer = isDevelopment ? server : createServer()
  const app = next({ dev: isDevelopment, hostname: HOST, port: PORT, httpServer })
  onStop(() => app.close())
  onStop(() => stop(GRACE_MS))
  const drain = createDrain()
  onStop(() => drain.start(DRAIN_SECONDS))
  const prepared = app.prepare()
  const heed = heedProxies(TRUSTED_PROXIES)
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    for (const [name, value] of headersOfEachAnswer(request.url ?? '')) response.setHeader(name, value)
    if (drain.answers(request, response)) return
    heed(request)
    const refused = refusalStatus(request)
    if (refused) return void response.writeHead(refused, { Allow: 'GET, HEAD, POST, OPTIONS' }).end()
    const own = ownAddress(request, ZHUNXIN_URL)
    if (own) return void response.writeHead(307, { Location: own }).end()
    if (METRICS_TOKEN && pathOf(request.url ?? '').split('?')[0] === METRICS_PATH) {
      return answerMetrics(request, response, METRICS_TOKEN)
    }
    await prepared // who comes early waits
    normaliseRequest(request, { portal: ZHUNXIN_URL, proxies: TRUSTED_PROXIES })
    if (!admitToPage(request, response)) return
    if (answerWhileAway(request, response)) return
    blameSender(request, response)
    answerIfLost(request, response)
    await app.getRequestHandler()(request, response)
  }
  server.on('request', (request, response) => {
    void withRequest(requestIdOf(request), () =>
      answer(request, response).catch((error: unknown) => {
        logBug(error, { room: 'portal' })
        response.destroy()
      }),
    )
  })
  await prepared
  if (!isDevelopment) captureUncaught()
}

/** Each request that is over is a line of the log, and is counted. */
function watchAnswers(patternOf: (target: string) => string): (answered: Answered) => void {
  return ({ target, ...answered }) => {
    const access = { ...answered, route: target === null ? null : patternOf(target) }
    logAccess(access)
    countRequest(access)
  }
}

/** Says once that a proxy is not known: everyone who comes through it shares one address, and so its limits. */
function heedProxies(proxies: Env['TRUSTED_PROXIES']): (request: IncomingMessage) => void {
  let isSaid = false
  return (request) => {
    if (isSaid || isInner(request) || !isThroughProxy(request) || proxies.has(request.socket.remoteAddress ?? ''))
      return
    isSaid = true
    say('!! A request came through a proxy that TRUSTED_PROXIES does not name: limits take its clients for one.')
  }
}

/** By which this process reaches itself. */
function originOf(host: string, port: number): string {
  if (host === '0.0.0.0') return `http://127.0.0.1:${port}`
  if (host === '::') return `http://[::1]:${port}`
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
