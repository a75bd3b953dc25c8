import 'server-only'
import { parseArgs } from 'node:util'
import { captureOutput } from '@/lib/core/capture-output'
import { startInterval } from '@/lib/core/timers'
import { startWorker } from '@/lib/worker/start-worker'
import { prepareInstallation } from './start/prepare-installation'
import { type OnStop, printLine, runCommand, runService, StartRefusal } from './start/run-program'
import { serveMetrics } from './start/serve-metrics'
import { warnOfTemplates } from './start/warn-of-templates'
import { checkWorker } from './worker/check-worker'

if (process.argv.length > 2) runCommand(check)
else runService(work, { isLogged: true })

async function work(onStop: OnStop): Promise<void> {
  const settings = await prepareInstallation(onStop)
  if (settings.NODE_ENV !== 'development') captureOutput()
  await serveMetrics(settings, onStop)
  const worker = await startWorker()
  onStop(() => worker.stop())
  warnOfTemplates()
  // The heartbeat and idle connections hold no process.
  const alive = startInterval(() => {}, 60_000)
  onStop(async () => clearInterval(alive))
  printLine('Worker ready.')
}

/**
 * Checks for a container's health check, or a person: the code is 0 when the worker of this host and data folder is
 * alive.
 */
async function check(): Promise<number> {
  const { isJson } = checkArguments()
  const { isAlive, silentFor, worksOn } = await checkWorker()
  const seconds = silentFor === null ? null : Math.round(silentFor)
  if (isJson) process.stdout.write(`${JSON.stringify({ isAlive, silentFor: seconds, worksOn })}\n`)
  else if (isAlive)
    printLine(`The worker lives: heard of ${seconds} s ago, at work on ${worksOn.join(', ') || 'nothing'}.`)
  else if (seconds !== null) printLine(`The worker of this host and data folder was last heard of ${seconds} s ago.`)
  else printLine('No worker runs on this host and data folder.')
  return isAlive ? 0 : 1
}

function checkArguments(): { isJson: boolean } {
  try {
    const { values } = parseArgs({ options: { check: { type: 'boolean' }, json: { type: 'boolean' } } })
    if (values.check) return { isJson: values.json === true }
  } catch {
    // Said below.
  }
  throw new StartRefusal('npm run worker [-- --check [--json]]')
}
