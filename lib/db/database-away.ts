import { DATABASE_AWAY } from '@/lib/core/errors'

/** Why no answer comes from the database: a SQLSTATE, a code of the operating system, or one of ours. */
export type AwayReason = string

/**
 * The database can't be asked now: it is stopped, starting, paused, out of connections or out of reach. A request that needs
 * it is answered with "try again"; it is no bug.
 */
export class DatabaseAwayError extends Error {
  override readonly name = 'DatabaseAwayError'
  /** By this the framework passes it on to the browser, where the message of an error never comes. */
  readonly digest = DATABASE_AWAY

  constructor(
    /** Not `code`: Prisma takes any error that has one for its own. */
    readonly reason: AwayReason,
    options?: ErrorOptions,
  ) {
    super(`The database can't be asked (${reason})`, options)
  }
}

/** More connections than the server or a pooler has (SQLSTATE too_many_connections). */
export const FULL = '53300'
/** Nothing came in time. */
export const SILENT = 'SILENT'
/** All connections of the pool were in use for as long as one waits. */
export const BUSY = 'BUSY'
/** The connection ended under what was asked. */
export const LOST = 'LOST'

/** A connection that ended under a query: shutdown, crash, start, shutdown of an idle one; all of class 08 (connection). */
const SQLSTATES = /^(08...|57P0[1-35]|53300)$/
const SOCKET = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOENT', 'EACCES', 'EADDRNOTAVAIL'],
  ...['EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN', 'ENOTFOUND', 'EAI_AGAIN', 'EMFILE', 'ENFILE'],
])
/** What the driver says without a code. */
const SAID: readonly (readonly [RegExp, AwayReason])[] = [
  [/^timeout exceeded when trying to connect$/, BUSY],
  [/^(Connection terminated due to connection timeout|timeout expired|Query read timeout)$/, SILENT],
  [/^Connection terminated|^Client was closed|not queryable|after calling end on the pool/, LOST],
]

/** Why a failure of the driver means that the database is away; null when it is an answer, such as of a constraint. */
export function awayReason(error: unknown): AwayReason | null {
  if (!(error instanceof Error)) return null
  const { code, syscall } = error as { code?: unknown; syscall?: unknown }
  if (typeof code === 'string') {
    const isAway = SQLSTATES.test(code) || (typeof syscall === 'string' && SOCKET.has(code))
    return isAway ? code : null
  }
  return SAID.find(([text]) => text.test(error.message))?.[1] ?? null
}

/**
 * Whether something failed since the database is away, however deep that is wrapped. By name: the portal's program and the
 * built app each have a copy of this class.
 */
export function isDatabaseAway(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) if (at.name === 'DatabaseAwayError') return true
  return false
}
