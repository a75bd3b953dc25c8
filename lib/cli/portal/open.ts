import 'server-only'
import { captureOutput } from '@/lib/core/capture-output'
import type { Env } from '@/lib/core/env'
import { messagingMode } from '@/lib/messaging/mode'
import { startWorker } from '@/lib/worker/start-worker'
import { type OnStop, say } from '../start/life'
import { serveMetrics } from '../start/serve-metrics'
import { servePortal } from './serve'

/** Starts the worker, unless it runs apart, and the portal, and says where messages are read if they don't leave. */
export async function openPortal(settings: Env, onStop: OnStop): Promise<void> {
  if (settings.NODE_ENV !== 'development') captureOutput()
  if (settings.ZHUNXIN_WORKER === 'portal') {
    const worker = await startWorker()
    onStop(() => worker.stop())
  }
  await serveMetrics(settings, onStop)
  await servePortal(settings, onStop)
  if (messagingMode() === 'outbox') {
    say('!! No SMS gateway is configured: no message leaves, codes included.')
    say(`!! Whoever is on this machine reads them all at ${new URL('/dev/outbox', settings.ZHUNXIN_URL)}`)
  }
}
