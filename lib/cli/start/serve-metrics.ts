import 'server-only'
import type { Env } from '@/lib/core/env'
import { logBug } from '@/lib/core/log'
import { createBoundedServer } from '@/lib/web/server/bounded-server'
import { answerMetrics, METRICS_PATH } from '../metrics/answer-metrics'
import { startMetrics } from '../metrics/read-metrics'
import { listen } from './listen'
import type { OnStop } from './run-program'

/** A scrape in progress at a stop has this long. */
const GRACE_MS = 1_000

/**
 * Starts to collect figures where someone may read them, and serves them at the address of their own, if there is one.
 */
export async function serveMetrics(settings: Env, onStop: OnStop): Promise<void> {
  const { METRICS_LISTEN, METRICS_TOKEN } = settings
  if (METRICS_LISTEN || METRICS_TOKEN) startMetrics()
  if (!METRICS_LISTEN) return
  const { server, stop } = createBoundedServer({
    proxies: { has: () => false },
    acceptsFiles: () => false,
    hasUpgrades: false,
  })
  server.on('request', (request, response) => {
    if (request.url?.split('?')[0] !== METRICS_PATH) return void response.writeHead(404).end()
    void answerMetrics(request, response, METRICS_TOKEN).catch((error: unknown) => {
      logBug(error, { room: 'metrics' })
      response.destroy()
    })
  })
  await listen(server, METRICS_LISTEN, 'METRICS_LISTEN')
  onStop(() => stop(GRACE_MS))
}
