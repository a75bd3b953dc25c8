import 'server-only'
import { log } from '@/lib/core/log'
import type { Answered } from './answer-watch'

/** A finished request, with its route's pattern instead of its address, which is personal. */
export type Access = Omit<Answered, 'target'> & { route: string | null }

/** Writes a line for a request that is over. Neither path nor query, address nor browser is in it. */
export function logAccess({ id, method, route, status, ms, isWhole }: Access): void {
  const aborted = isWhole ? {} : { aborted: true }
  log.info({ requestId: id, method, route, status, ms: Math.round(ms * 10) / 10, ...aborted }, 'request')
}
