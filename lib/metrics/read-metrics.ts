import 'server-only'
import { readDatabaseFigures, registerDatabaseFigures } from './database-figures'
import { registerProcessFigures } from './process-figures'
import { collectProcess, registry } from './registry'

/** Prometheus' text format, version 0.0.4. */
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

/** All figures of now. Those who ask at once get the same ones: however many ask, the database is asked once. */
export function readMetrics(): Promise<string> {
  reading ??= readDatabaseFigures()
    .then(() => registry.metrics())
    .finally(() => {
      reading = undefined
    })
  return reading
}
