import 'server-only'
import type { Env } from '@/lib/core/env'
import { logBug } from '@/lib/core/log'
import { answerMetrics, METRICS_PATH } from '@/lib/metrics/answer-metrics'
import { startMetrics } from '@/lib/metrics/read-metrics'
import { createBoundedServer } from '@/lib/web/bounded-server'
import type { OnStop } from './life'
import { listen } from './listen'

/** A scrape in progress at a stop has this long. */
const GRACE_MS = 1_000

/** Starts to collect figures where someone may read them, and serves them at the address of their own, if there is one. */
export async function serveMetrics(settings: Env, onStop: OnStop): Promise<void> {
  const { METRICS_LISTEN, METRICS_TOKEN } = settings
  if (METRICS_LISTEN || METRICS_TOKEN) startMetrics()
  if (!METRICS_LISTEN) return
  const { server, stop } = createBoundedServer({
    proxies: { has: () => false },
    takesFiles: () => false,
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
