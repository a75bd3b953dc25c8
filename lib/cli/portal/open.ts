import 'server-only'
import { captureOutput } from '@/lib/core/capture-output'
import type { Env } from '@/lib/core/env'
import { watchRest } from '@/lib/core/memory/rest-watch'
import { messagingMode } from '@/lib/notifications/gateways/mode'
import { startExaminationLoop } from '@/lib/worker/examination-loop'
import { watchUploads } from '@/lib/worker/incidents/watch-uploads'
import { startLoop } from '@/lib/worker/loop'
import { startWorker } from '@/lib/worker/start-worker'
import { type OnStop, printLine } from '../start/run-program'
import { serveMetrics } from '../start/serve-metrics'
import { warnOfOperator } from '../start/warn-of-operator'
import { warnOfSandbox } from '../start/warn-of-sandbox'
import { warnOfTemplates } from '../start/warn-of-templates'
import { servePortal } from './serve'

/** Starts the worker, unless it runs apart, and the portal, and says where messages are read if they are not sent. */
export async function openPortal(settings: Env, onStop: OnStop): Promise<void> {
  if (settings.NODE_ENV !== 'development') captureOutput()
  if (settings.ZHUNXIN_WORKER === 'portal') {
    const worker = await startWorker()
    onStop(() => worker.stop())
  }
  await serveMetrics(settings, onStop)
  await servePortal(settings, onStop)
  const examination = startExaminationLoop()
  onStop(() => examination.stop())
  const uploads = startLoop('incidents', watchUploads())
  onStop(() => uploads.stop())
  const stopWatch = watchRest()
  onStop(async () => stopWatch())
  warnOfTemplates()
  warnOfOperator()
  warnOfSandbox()
  if (messagingMode() === 'outbox') {
    printLine('!! No SMS gateway is configured: no messages are sent, codes included.')
    printLine(`!! Anyone on this machine can read all of them at ${new URL('/dev/outbox', settings.ZHUNXIN_URL)}`)
  }
}
