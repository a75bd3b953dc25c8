import 'server-only'
import { AsyncLocalStorage } from 'node:async_hooks'
import { pino } from 'pino'
import { logLevel } from './env'

const current = new AsyncLocalStorage<{ requestId: string }>()

/**
 * The log: ids and codes only. What a person wrote or is called has no place in it, nor have error messages of
 * libraries that may quote values: log an error with `logBug`.
 */
export const log = pino({
  level: logLevel(),
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  mixin: () => current.getStore() ?? {},
})

/** Runs work so that each of its log lines carries the request's id. */
export function withRequest<T>(requestId: string, work: () => T): T {
  return current.run({ requestId }, work)
}

/**
 * Logs something that should not have happened, once. Stack frames say where; the message is kept out, since a
 * database or parser error may quote the value that it choked on.
 */
export function logBug(error: unknown, about: Record<string, string | number | undefined> = {}): void {
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : []
  const name = error instanceof Error ? error.name : typeof error
  const code = error instanceof Error && 'code' in error ? String(error.code).slice(0, 40) : undefined
  log.error({ ...about, error: name, code, frames: frames.slice(0, 12) }, 'bug')
}
