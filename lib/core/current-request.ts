import 'server-only'
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Readable } from 'node:stream'

export type CurrentRequest = {
  readonly id: string
  /** The request's body, as it comes from the connection. */
  readonly body: Readable | null
  /** Becomes true once code of the portal handles the request: what the framework does comes before that. */
  isReached: boolean
  /** It is called when that happens. */
  onReached: (() => void) | null
  /** Gives the status to answer with: the framework failed at what was sent, before any code of the portal saw it. */
  fault: number | null
  /** True when a query of this request failed because the database is unavailable. */
  isDatabaseUnavailable: boolean
}

const STORE = Symbol.for('zhunxin.current-request')

/** The portal's program and the built app each have a copy of this module, and both mean the same request. */
const shared = globalThis as { [STORE]?: AsyncLocalStorage<CurrentRequest> }
shared[STORE] ??= new AsyncLocalStorage<CurrentRequest>()
const store = shared[STORE]

/** Runs work so that each line of the log that it causes has the request's id. */
export function withRequest<T>(id: string, work: () => T, body: Readable | null = null): T {
  return store.run({ id, body, isReached: false, onReached: null, fault: null, isDatabaseUnavailable: false }, work)
}

/** The request that this code runs for, if any. */
export const currentRequest = (): CurrentRequest | undefined => store.getStore()

/** Records that the request could be read: what fails from here on is a bug, and not the sender's fault. */
export function reachRequest(): void {
  const request = currentRequest()
  if (!request) return
  request.isReached = true
  request.onReached?.()
}

/**
 * Records whether it failed since the database is unavailable. Noted where a statement fails, and again where the whole
 * did: the library sends statements of several requests together, and fails them for one.
 */
export function noteDatabaseUnavailable(isUnavailable = true): void {
  const request = currentRequest()
  if (request) request.isDatabaseUnavailable = isUnavailable
}
