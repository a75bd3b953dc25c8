import 'server-only'
import { captureOutput } from '@/lib/core/capture-output'
import { startWorker } from '@/lib/worker/start-worker'
import { layFoundation } from './start/foundation'
import { live, say } from './start/life'

live(async (onStop) => {
  const { NODE_ENV } = await layFoundation(onStop)
  if (NODE_ENV !== 'development') captureOutput()
  const worker = await startWorker()
  onStop(() => worker.stop())
  // The heartbeat and idle connections hold no process.
  const alive = setInterval(() => {}, 60_000)
  onStop(async () => clearInterval(alive))
  say('Worker ready.')
})
