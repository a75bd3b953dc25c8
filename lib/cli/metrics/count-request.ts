import 'server-only'
import { Counter, Histogram } from 'prom-client'
import { registry } from './registry'

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PATCH', 'DELETE', 'OPTIONS'])
/** Bounds in seconds. Pages take hundredths, uploads of large files minutes. */
const BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120]

const requests = new Counter({
  name: 'zhunxin_http_requests_total',
  help: 'Requests that are over, by method, route pattern and status (499: the connection ended before an answer)',
  labelNames: ['method', 'route', 'status'] as const,
  registers: [registry],
})
const durations = new Histogram({
  name: 'zhunxin_http_request_duration_seconds',
  help: 'From the end of the headers of a request to the end of its answer',
  labelNames: ['method', 'route'] as const,
  buckets: BUCKETS,
  registers: [registry],
})

type Request = {
  method: string | null
  /** A pattern, or null where no request could be read. */
  route: string | null
  status: number
  ms: number
}

/** Counts a finished request. Each label has few values, regardless of what is sent. */
export function countRequest({ method: given, route: pattern, status, ms }: Request): void {
  const method = given !== null && METHODS.has(given) ? given : 'other'
  const route = pattern ?? 'none'
  requests.inc({ method, route, status })
  durations.observe({ method, route }, ms / 1000)
}
