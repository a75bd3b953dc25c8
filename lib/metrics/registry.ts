import 'server-only'
import { collectDefaultMetrics, Registry } from 'prom-client'

/** All figures of this process. */
export const registry = new Registry()

let isCollecting = false

/** Starts what Node tells of the process: memory, processor time, delay of the event loop. Once, and only where someone reads it. */
export function collectProcess(): void {
  if (isCollecting) return
  isCollecting = true
  collectDefaultMetrics({ register: registry })
}
