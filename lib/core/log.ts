import 'server-only'
import { pino } from 'pino'
import { currentRequest } from './current-request'
import { logLevel } from './env'
import { DATABASE_UNAVAILABLE } from './errors'

/**
 * Writes the log, which has ids and codes only. What a person wrote or is called has no place in it, nor have error
 * messages of libraries that may quote values: log an error with `logBug`.
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
 * Logs something that should not have happened, once. Stack frames say where; the message is left out, since an error
 * of a database or parser may quote a person's value.
 */
export function logBug(error: unknown, about: Record<string, string | number | undefined> = {}): void {
  // No bug: the database is unavailable. A line of its own says since when; this one, who waited for it.
  if (error instanceof Error && 'digest' in error && error.digest === DATABASE_UNAVAILABLE) {
    log.debug({ ...about, code: DATABASE_UNAVAILABLE }, 'not done')
    return
  }
  log.error({ ...about, ...withoutContent(error) }, 'bug')
}

const MAX_FRAMES = 12
/** Matches names of classes and codes. Others are not logged: a library may make one of a person's input. */
const PLAIN = /^[\w.@-]{1,40}$/

/**
 * Returns the parts of an error that contain nothing of a person's input: class, code, the framework's digest and stack
 * frames.
 */
export function withoutContent(error: unknown) {
  if (!(error instanceof Error)) return { error: typeof error }
  const { code, digest } = error as { code?: unknown; digest?: unknown }
  return { error: plain(error.name), code: plain(code), digest: plain(digest), frames: framesOf(error) }
}

function plain(text: unknown): string | undefined {
  if (typeof text !== 'string' && typeof text !== 'number') return undefined
  return PLAIN.test(String(text)) ? String(text) : '(withheld)'
}

/**
 * A message may have lines that look like frames, so only lines after it count; a message that was changed since hides
 * them.
 */
function framesOf({ stack, message }: Error): string[] {
  const at = typeof stack === 'string' ? stack.indexOf(message) : -1
  if (typeof stack !== 'string' || at < 0) return []
  const lines = stack.slice(at + message.length).split('\n')
  return lines.filter((line) => /^\s+at \S/.test(line)).slice(0, MAX_FRAMES)
}
