import 'server-only'
import { collectDefaultMetrics, Registry } from 'prom-client'

/** Holds all figures of this process. */
export const registry = new Registry()

let isCollecting = false

/**
 * Starts to collect Node's figures of the process: memory, processor time, delay of the event loop. It runs once, and
 * only if someone reads them.
 */
export function collectProcess(): void {
  if (isCollecting) return
  isCollecting = true
  collectDefaultMetrics({ register: registry })
}
