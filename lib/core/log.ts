import 'server-only'
import { pino } from 'pino'
import { currentRequest } from './current-request'
import { logLevel } from './env'
import { DATABASE_AWAY } from './errors'

/**
 * The log: ids and codes only. What a person wrote or is called has no place in it, nor have error messages of
 * libraries that may quote values: log an error with `logBug`.
 */
export const log = pino({
  level: logLevel(),
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  mixin: () => {
    const request = currentRequest()
    return request ? { requestId: request.id } : {}
  },
})

/**
 * Logs something that should not have happened, once. Stack frames say where; the message is kept out, since a
 * database or parser error may quote the value that it choked on.
 */
export function logBug(error: unknown, about: Record<string, string | number | undefined> = {}): void {
  // No bug: the database is away. Its own line says since when; this one, who waited for it.
  if (error instanceof Error && 'digest' in error && error.digest === DATABASE_AWAY) {
    log.debug({ ...about, code: DATABASE_AWAY }, 'not done')
    return
  }
  log.error({ ...about, ...withoutContent(error) }, 'bug')
}

const MOST_FRAMES = 12
/** Names of classes and codes are written by programmers; a library may still make one of what it was given. */
const PLAIN = /^[\w.@-]{1,40}$/

/** The parts of an error that contain nothing of what a person sent: class, code, the framework's digest and stack frames. */
export function withoutContent(error: unknown) {
  if (!(error instanceof Error)) return { error: typeof error }
  const { code, digest } = error as { code?: unknown; digest?: unknown }
  return { error: plain(error.name), code: plain(code), digest: plain(digest), frames: framesOf(error) }
}

function plain(text: unknown): string | undefined {
  if (typeof text !== 'string' && typeof text !== 'number') return undefined
  return PLAIN.test(String(text)) ? String(text) : '(withheld)'
}

/** A message may have lines that look like frames, so only what follows it counts; one that was changed since hides them. */
function framesOf({ stack, message }: Error): string[] {
  const at = typeof stack === 'string' ? stack.indexOf(message) : -1
  if (typeof stack !== 'string' || at < 0) return []
  const lines = stack.slice(at + message.length).split('\n')
  return lines.filter((line) => /^\s+at \S/.test(line)).slice(0, MOST_FRAMES)
}
