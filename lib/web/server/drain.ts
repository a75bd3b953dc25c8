import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { SECOND } from '@/lib/core/clock'
import { isReadiness } from './answer-health'

export type Drain = {
  /** Announces that this portal is about to stop, and resolves after so many seconds, in which it serves as before. */
  start(seconds: number): Promise<void>
  /**
   * Answers a balancer that it shall send nothing more, and ends every other connection after its answer. Returns
   * whether it answered.
   */
  answers(request: IncomingMessage, response: ServerResponse): boolean
}

/**
 * Makes the pause between the signal to stop and the stop. Balancers request readiness every few seconds and send
 * requests until they see it fail: a portal that stopped immediately would refuse those.
 */
export function createDrain(): Drain {
  let isDraining = false
  return {
    async start(seconds) {
      isDraining = true
      await pause(seconds * SECOND)
    },
    answers(request, response) {
      if (!isDraining) return false
      response.setHeader('Connection', 'close') // the next request on it is another node's
      if (!isReadiness(request)) return false
      response.writeHead(503, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
      response.end(JSON.stringify({ status: 'draining' }))
      return true
    },
  }
}
