import 'server-only'
import { log } from '@/lib/core/log'
import type { Answered } from './answer-watch'
import { NO_ROUTE } from './route-patterns'

/**
 * Writes a line for each request that is over. Neither path nor query, address nor browser is in it: they are personal.
 *
 * @param patternOf which route a target belongs to; null where that is not known, as in development
 */
export function logAccess(patternOf: ((target: string) => string) | null): (answered: Answered) => void {
  return ({ id, method, target, status, ms, isWhole }) => {
    const route = target === null ? null : (patternOf?.(target) ?? NO_ROUTE)
    const aborted = isWhole ? {} : { aborted: true }
    log.info({ requestId: id, method, route, status, ms: Math.round(ms * 10) / 10, ...aborted }, 'request')
  }
}
