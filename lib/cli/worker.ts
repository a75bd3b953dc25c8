import 'server-only'
import { startWorker } from '@/lib/worker/start-worker'
import { layFoundation } from './start/foundation'
import { live, say } from './start/life'

live(async (onStop) => {
  await layFoundation(onStop)
  const worker = await startWorker()
  onStop(() => worker.stop())
  // The heartbeat and idle connections hold no process.
  const alive = setInterval(() => {}, 60_000)
  onStop(async () => clearInterval(alive))
  say('Worker ready.')
})
