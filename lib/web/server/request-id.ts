import type { IncomingMessage } from 'node:http'
import { newId } from '@/lib/core/ids'
import type { AddressSet } from '@/lib/core/network/network-address'
import { isInner } from '../request-headers'

const HEADER = 'x-request-id'

/** Answers spell it this way. */
export const REQUEST_ID_HEADER = 'X-Request-Id'

/** The id goes into each line of the log, so that nothing else may be said in it. */
const WELL_FORMED = /^[\w.-]{1,128}$/

/**
 * Gives a request its id, in its own header: the one that a trusted proxy sent, or, for what the framework asks of this
 * server, the id of the request that it asks for. Any other sender gets a new one.
 */
export function nameRequest(request: Pick<IncomingMessage, 'headers' | 'socket'>, proxies: AddressSet): string {
  const { headers, socket } = request
  const given = String(headers[HEADER] ?? '')
  const isTrusted = () => isInner(request) || proxies.has(socket.remoteAddress ?? '')
  const id = WELL_FORMED.test(given) && isTrusted() ? given : newId()
  headers[HEADER] = id
  return id
}

/** The id of a request that has been given one. */
export const requestIdOf = ({ headers }: Pick<IncomingMessage, 'headers'>): string => String(headers[HEADER])
