import 'server-only'
import { inspect } from 'node:util'
import { OperatorError } from '@/lib/core/errors'
import { log, logBug } from '@/lib/core/log'
import { startInterval, startTimeout } from '@/lib/core/timers'

/** Says why a program doesn't start. */
export class StartRefusal extends OperatorError {
  override name = 'StartRefusal'
}

/**
 * Limits the milliseconds that a signal waits for a start: one that hangs must not prevent the signal from stopping
 * it.
 */
const START_TIMEOUT_MS = 20_000
/** Milliseconds after which a step that hangs is left behind, so that the database is stopped in any case. */
const STEP_LIMIT_MS = 20_000
/** A terminal and npm each pass on the same Ctrl-C. */
const SAME_SIGNAL_MS = 1_000
/** This is the exit code of a shell after SIGINT. */
const INTERRUPTED = 130

/** Returns the sentence of what the operator can fix; anything else is a bug, and is shown with its stack. */
export const sentenceOf = (error: unknown): string => (error instanceof OperatorError ? error.message : inspect(error))

export type OnStop = (end: () => Promise<unknown>) => void

/** True if lines for a person are lines of the log: a collector of the program's output reads one kind only. */
let speaksByLog = false
/** Logs at a level that no LOG_LEVEL suppresses. */
const sentences = log.child({}, { level: 'info' })

/** Lines for the person who starts a program, past the console, which leads to the log while the portal serves. */
export function printLine(line: string): void {
  if (speaksByLog) sentences.info(line)
  else process.stdout.write(`[zhunxin] ${line}\n`)
}

export function printError(line: string): void {
  if (speaksByLog) sentences.fatal(line)
  else process.stderr.write(`${line}\n`)
}

/**
 * Runs a service: everything that its start opened is stopped in reverse order on SIGINT or SIGTERM, or when the start
 * fails. A second signal ends the process immediately.
 *
 * @param isLogged whether all its output, when it is not on a terminal, is JSON
 */
export function runService(start: (onStop: OnStop) => Promise<void>, { isLogged = false } = {}): void {
  speaksByLog = isLogged && !process.stdout.isTTY
  startProgram(start, START_TIMEOUT_MS, 0)
}

/**
 * Runs a command that does one thing: everything that it opened is stopped in reverse order when the thing is done,
 * when it fails, and on a signal, which leaves it undone.
 *
 * @param work resolves with the exit code
 */
export function runCommand(work: (onStop: OnStop) => Promise<number>): void {
  startProgram(work, 0, INTERRUPTED)
}

function startProgram(work: (onStop: OnStop) => Promise<unknown>, timeoutMs: number, codeOnSignal: number): void {
  const ends: (() => Promise<unknown>)[] = []
  const endAll = async () => {
    for (const end of ends.splice(0).reverse()) await stopInTime(end)
  }

  let stoppedAt = 0
  const stop = async (signal: NodeJS.Signals) => {
    if (stoppedAt > 0 && Date.now() - stoppedAt > SAME_SIGNAL_MS) process.exit(1)
    if (stoppedAt > 0) return
    stoppedAt = Date.now()
    printLine(`${signal}: stopping …`)
    await Promise.race([working, new Promise((resolve) => startTimeout(() => resolve(undefined), timeoutMs).unref())])
    await endAll()
    printLine('Stopped.')
    process.exit(codeOnSignal)
  }
  process.on('SIGINT', (signal) => void stop(signal))
  process.on('SIGTERM', (signal) => void stop(signal))
  stopWithNpm(() => stop('SIGTERM'))

  const working = work((end) => void ends.push(end)).then(
    async (code) => {
      if (typeof code !== 'number' || stoppedAt > 0) return
      await endAll()
      process.exit(code)
    },
    async (error: unknown) => {
      if (stoppedAt > 0) return // it fails because the services it uses are stopping
      printError(sentenceOf(error))
      await endAll()
      process.exit(1)
    },
  )
}

/**
 * Stops one part in a limited time. Each part is tried, regardless of the others: the last of them stops the database.
 */
export async function stopInTime(end: () => Promise<unknown>, limit = STEP_LIMIT_MS): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = startTimeout(() => {
      log.error({ limit }, 'a part did not stop in time')
      resolve()
    }, limit)
  })
  const ended = Promise.resolve()
    .then(end)
    .catch((error: unknown) => logBug(error, { room: 'stop' }))
  await Promise.race([ended, late])
  clearTimeout(timer)
}

/**
 * Stops with npm, which passes SIGTERM to a shell that dies of it without passing it on to the program that it started.
 */
function stopWithNpm(stop: () => Promise<void>): void {
  const shell = process.ppid
  if (!process.env.npm_lifecycle_event) return
  startInterval(() => process.ppid !== shell && stop(), 250).unref()
}
