import 'server-only'
import { currentRequest, noteDatabaseUnavailable } from './current-request'
import { DATABASE_UNAVAILABLE } from './errors'
import { log, logBug, withoutContent } from './log'

/** Mere information is logged without its text and says little, so it is for debugging. */
const LEVELS = { error: 'error', warn: 'warn', info: 'debug', log: 'debug', debug: 'debug', trace: 'debug' } as const

/**
 * Sends through the log what libraries write to the console, Node's warnings and what nobody caught. The framework
 * writes errors there with their messages, which quote what was sent: only where it happened is logged.
 */
export function captureOutput(): void {
  for (const [method, level] of Object.entries(LEVELS)) {
    console[method as keyof typeof LEVELS] = (...given: unknown[]) => logOutput(level, given)
  }
  process.removeAllListeners('warning')
  process.on('warning', (warning) => log.warn(withoutContent(warning), 'warning'))
  captureUncaught()
}

/** Takes the place of the framework's own handlers, which log some twice. Like them, it lets the process serve on. */
export function captureUncaught(): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.removeAllListeners(event)
    process.on(event, (error: unknown) => logBug(error, { room: 'process' }))
  }
}

function logOutput(level: (typeof LEVELS)[keyof typeof LEVELS], given: readonly unknown[]): void {
  const error = given.find((one) => one instanceof Error)
  const request = currentRequest()
  if (error && 'digest' in error && error.digest === DATABASE_UNAVAILABLE) noteDatabaseUnavailable() // a page that the framework gave up
  if (!error) log[level]({ frames: callers() }, 'output')
  else if (request && !request.isReached) {
    request.fault ??= statusOf(error)
    log.warn(withoutContent(error), 'malformed request')
  } else if (level === 'error') logBug(error, { room: 'framework' })
  else log[level](withoutContent(error), 'output')
}

/** The framework says 413 of what is too large, and nothing of the rest. */
function statusOf(error: Error): number {
  const { statusCode } = error as { statusCode?: unknown }
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? statusCode : 400
}

/** Frames of the console and of what the framework wraps around it. */
const CONSOLE = /node:|node-environment-extensions|capture-output|console\./

/** A text may contain anything, so that only the place that wrote it is logged. */
function callers(): string[] {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 30
  const lines = (new Error().stack ?? '').split('\n').slice(3)
  Error.stackTraceLimit = stackTraceLimit
  return lines.filter((line) => !CONSOLE.test(line)).slice(0, 4)
}
