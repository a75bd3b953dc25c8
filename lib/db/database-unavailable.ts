import { DATABASE_UNAVAILABLE } from '@/lib/core/errors'

/** Names why the database doesn't answer: a SQLSTATE, a code of the operating system, or one of ours. */
export type UnavailableReason = string

/**
 * Reports that the database can't be reached now: it is stopped, starting, paused, out of connections or out of reach.
 * A request that needs it is answered with "try again"; it is no bug.
 */
export class DatabaseUnavailableError extends Error {
  override readonly name = 'DatabaseUnavailableError'
  /** Identifies the error in the browser: the framework passes a digest on, and never an error's message. */
  readonly digest = DATABASE_UNAVAILABLE

  constructor(
    /** Avoids the name `code`: Prisma takes any error that has one for its own. */
    readonly reason: UnavailableReason,
    options?: ErrorOptions,
  ) {
    super(`The database can't be asked (${reason})`, options)
  }
}

/** Means that the server or a pooler has no connection left (SQLSTATE too_many_connections). */
export const FULL = '53300'
/** Means that nothing came in time. */
export const SILENT = 'SILENT'
/** Means that all connections of the pool were in use for as long as one waits. */
export const BUSY = 'BUSY'
/** Means that the connection ended before the answer came. */
export const LOST = 'LOST'

/**
 * Matches a connection that ended under a query: shutdown, crash, start, shutdown of an idle one; all of class 08
 * (connection).
 */
const SQLSTATES = /^(08...|57P0[1-35]|53300)$/
const SOCKET = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOENT', 'EACCES', 'EADDRNOTAVAIL'],
  ...['EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN', 'ENOTFOUND', 'EAI_AGAIN', 'EMFILE', 'ENFILE'],
])
/** Lists the driver's messages that come without a code. */
const SAID: readonly (readonly [RegExp, UnavailableReason])[] = [
  [/^timeout exceeded when trying to connect$/, BUSY],
  [/^(Connection terminated due to connection timeout|timeout expired|Query read timeout)$/, SILENT],
  [/^Connection terminated|^Client was closed|not queryable|after calling end on the pool/, LOST],
]

/**
 * Returns why a failure of the driver means that the database is unavailable; null when it is an answer, such as of a
 * constraint.
 */
export function unavailableReason(error: unknown): UnavailableReason | null {
  if (!(error instanceof Error)) return null
  const { code, syscall } = error as { code?: unknown; syscall?: unknown }
  if (typeof code === 'string') {
    const isUnavailable = SQLSTATES.test(code) || (typeof syscall === 'string' && SOCKET.has(code))
    return isUnavailable ? code : null
  }
  return SAID.find(([text]) => text.test(error.message))?.[1] ?? null
}

/**
 * Returns whether an error was caused by an unavailable database, however deep that is wrapped. It goes by the name:
 * the portal's program and the built app each have a copy of this class.
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) if (at.name === 'DatabaseUnavailableError') return true
  return false
}
