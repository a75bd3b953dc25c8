import 'server-only'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import path from 'node:path'
import next from 'next'
import { captureUncaught } from '@/lib/core/capture-output'
import { withRequest } from '@/lib/core/current-request'
import type { Env } from '@/lib/core/env'
import { logBug } from '@/lib/core/log'
import { erasuresFinished } from '@/lib/documents/erase-later'
import { ChangeWatch } from '@/lib/integrations/changes/await-change'
import { KeyRefusals } from '@/lib/integrations/uses/key-refusals'
import { KeyUses } from '@/lib/integrations/uses/key-uses'
import { API_PATHS, createApi } from '@/lib/web/api/answer-api'
import { BUILD_FOLDER } from '@/lib/web/build-folder.mjs'
import { admitToPage } from '@/lib/web/page-request'
import {
  acceptsFiles,
  isInner,
  isThroughProxy,
  normaliseRequest,
  ownAddress,
  pathOf,
  refusalStatus,
} from '@/lib/web/request-headers'
import { headersOfEachAnswer } from '@/lib/web/security-headers'
import { logAccess } from '@/lib/web/server/access-log'
import { admitForm } from '@/lib/web/server/admit-form'
import { createHealthAnswers, HEALTH_PATHS } from '@/lib/web/server/answer-health'
import { answerIfLost, answerWhileUnavailable } from '@/lib/web/server/answer-unavailable'
import type { Answered } from '@/lib/web/server/answer-watch'
import { createBoundedServer } from '@/lib/web/server/bounded-server'
import { createDrain } from '@/lib/web/server/drain'
import { openInnerServer } from '@/lib/web/server/inner-server'
import { blameSender } from '@/lib/web/server/malformed'
import { redirectAfterForm } from '@/lib/web/server/redirect-after-form'
import { requestIdOf } from '@/lib/web/server/request-id'
import { NO_ROUTE, routePatterns } from '@/lib/web/server/route-patterns'
import { createSharedPages } from '@/lib/web/server/shared-pages'
import { createHealth } from '@/lib/worker/health'
import { answerMetrics, METRICS_PATH } from '../metrics/answer-metrics'
import { countRequest } from '../metrics/count-request'
import { listen } from '../start/listen'
import { type OnStop, printLine } from '../start/run-program'

/** Requests in progress at a stop have this long to be answered. */
const GRACE_MS = 10_000

/** Lists what the portal answers without the framework. */
const OWN_PATHS = [METRICS_PATH, ...HEALTH_PATHS, ...API_PATHS]

/** Serves the built app (or, in development, the sources) on HOST and PORT. */
export async function servePortal(settings: Env, onStop: OnStop): Promise<void> {
  const { HOST, PORT, NODE_ENV, ZHUNXIN_URL, TRUSTED_PROXIES, DRAIN_SECONDS, METRICS_TOKEN } = settings
  const isDevelopment = NODE_ENV === 'development'
  const { server, stop } = createBoundedServer({
    proxies: TRUSTED_PROXIES,
    acceptsFiles,
    hasUpgrades: isDevelopment,
    answered: watchAnswers(isDevelopment ? () => NO_ROUTE : routePatterns(BUILD_FOLDER, OWN_PATHS)),
  })
  const inner = await openInnerServer(server)
  await listen(server, { host: HOST, port: PORT }, 'PORT')
  // Where an action leads on to a page, the framework asks here for it: straight, not by the portal's name and its
  // proxy.
  process.env.__NEXT_PRIVATE_ORIGIN = inner.origin
  // The framework answers upgrades of the server that it is given, and leaves their sockets open: the portal has none.
  const httpServer = isDevelopment ? server : createServer()
  if (!isDevelopment) handOverSettings()
  const app = next({ dev: isDevelopment, hostname: HOST, port: PORT, httpServer })
  const uses = new KeyUses()
  const refusals = new KeyRefusals()
  onStop(() => Promise.all([uses.stop(), refusals.stop(), erasuresFinished()])) // after the last answer
  onStop(() => app.close())
  onStop(() => inner.close())
  onStop(() => stop(GRACE_MS))
  const watch = new ChangeWatch()
  onStop(async () => watch.stop())
  const drain = createDrain()
  onStop(() => drain.start(DRAIN_SECONDS))
  const prepared = app.prepare()
  const health = createHealth()
  const applyProxies = trustProxies(TRUSTED_PROXIES)
  const answerApi = createApi({ proxies: TRUSTED_PROXIES, watch, uses, refusals })
  const answerHealth = createHealthAnswers({ health, token: METRICS_TOKEN, prepared })
  const answerShared = createSharedPages(inner.origin)
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    for (const [name, value] of headersOfEachAnswer(request.url ?? '')) response.setHeader(name, value)
    if (drain.answers(request, response)) return
    applyProxies(request)
    if (await answerApi(request, response)) return
    const refused = refusalStatus(request)
    if (refused) return void response.writeHead(refused, { Allow: 'GET, HEAD, POST, OPTIONS' }).end()
    const own = ownAddress(request, ZHUNXIN_URL)
    if (own) return void response.writeHead(307, { Location: own }).end()
    if (await answerHealth(request, response)) return
    if (METRICS_TOKEN && pathOf(request.url ?? '').split('?')[0] === METRICS_PATH) {
      return answerMetrics(request, response, METRICS_TOKEN)
    }
    await prepared // early requests wait
    if (!isDevelopment && (await answerShared(request, response))) return
    const isOwn = isInner(request)
    normaliseRequest(request, { portal: ZHUNXIN_URL, proxies: TRUSTED_PROXIES })
    if (!admitToPage(request, response)) return
    if (answerWhileUnavailable(request, response)) return
    if (!isOwn && !(await admitForm(request, response))) return
    blameSender(request, response)
    answerIfLost(request, response)
    redirectAfterForm(request, response)
    await app.getRequestHandler()(request, response)
  }
  server.on('request', (request, response) => {
    const work = () =>
      answer(request, response).catch((error: unknown) => {
        logBug(error, { room: 'portal' })
        response.destroy()
      })
    void withRequest(requestIdOf(request), work, request)
  })
  await prepared
  await health.isReady() // the first look: those who ask as soon as the portal is ready need not wait for it
  if (!isDevelopment) captureUncaught()
}

/**
 * Passes the framework the settings that the build wrote down, as it does itself for a standalone build. It would read
 * next.config.ts otherwise, and load two compilers for that: 40 MB.
 */
function handOverSettings(): void {
  const { config } = JSON.parse(readFileSync(path.join(BUILD_FOLDER, 'required-server-files.json'), 'utf8'))
  process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(config)
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
function trustProxies(proxies: Env['TRUSTED_PROXIES']): (request: IncomingMessage) => void {
  let isSaid = false
  return (request) => {
    if (isSaid || isInner(request) || !isThroughProxy(request) || proxies.has(request.socket.remoteAddress ?? ''))
      return
    isSaid = true
    printLine('!! A request came through a proxy that TRUSTED_PROXIES does not name: limits take its clients for one.')
  }
}
