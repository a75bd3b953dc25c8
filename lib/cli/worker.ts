import 'server-only'
import { parseArgs } from 'node:util'
import { captureOutput } from '@/lib/core/capture-output'
import { startWorker } from '@/lib/worker/start-worker'
import { layFoundation } from './start/foundation'
import { live, type OnStop, once, StartRefusal, say } from './start/life'
import { serveMetrics } from './start/serve-metrics'
import { checkWorker } from './worker/check-worker'

if (process.argv.length > 2) once(check)
else live(work, { isLogged: true })

async function work(onStop: OnStop): Promise<void> {
  const settings = await layFoundation(onStop)
  if (settings.NODE_ENV !== 'development') captureOutput()
  await serveMetrics(settings, onStop)
  const worker = await startWorker()
  onStop(() => worker.stop())
  // The heartbeat and idle connections hold no process.
  const alive = setInterval(() => {}, 60_000)
  onStop(async () => clearInterval(alive))
  say('Worker ready.')
}

/** For a container's health check, or a person: 0 when the worker of this host and data folder lives. */
async function check(): Promise<number> {
  const { isJson } = checkAsked()
  const { isAlive, silentFor, worksOn } = await checkWorker()
  const seconds = silentFor === null ? null : Math.round(silentFor)
  if (isJson) process.stdout.write(`${JSON.stringify({ isAlive, silentFor: seconds, worksOn })}\n`)
  else if (isAlive) say(`The worker lives: heard of ${seconds} s ago, at work on ${worksOn.join(', ') || 'nothing'}.`)
  else if (seconds !== null) say(`The worker of this host and data folder was last heard of ${seconds} s ago.`)
  else say('No worker runs on this host and data folder.')
  return isAlive ? 0 : 1
}

function checkAsked(): { isJson: boolean } {
  try {
    const { values } = parseArgs({ options: { check: { type: 'boolean' }, json: { type: 'boolean' } } })
    if (values.check) return { isJson: values.json === true }
  } catch {
    // Said below.
  }
  throw new StartRefusal('npm run worker [-- --check [--json]]')
}
