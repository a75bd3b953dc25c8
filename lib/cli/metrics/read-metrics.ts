import 'server-only'
import { readDatabaseFigures, registerDatabaseFigures } from './database-figures'
import { registerProcessFigures } from './process-figures'
import { collectProcess, registry } from './registry'

/** Names Prometheus' text format, version 0.0.4. */
export const METRICS_TYPE = registry.contentType

let isRegistered = false
let reading: Promise<string> | undefined

/** Starts to collect what is read by `readMetrics`. */
export function startMetrics(): void {
  if (isRegistered) return
  isRegistered = true
  collectProcess()
  registerProcessFigures()
  registerDatabaseFigures()
}

/**
 * Returns all current figures. Concurrent requests get the same ones: the database is queried once for any number of
 * them.
 */
export function readMetrics(): Promise<string> {
  reading ??= readDatabaseFigures()
    .then(() => registry.metrics())
    .finally(() => {
      reading = undefined
    })
  return reading
}
