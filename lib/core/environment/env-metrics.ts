import { z } from 'zod'
import { isLoopbackHost } from '../network/loopback-host'

const LISTEN = /^(?:\[([\da-f:]+)\]|([^\s:[\]]+)):(\d{1,5})$/i

/** Parses `127.0.0.1:9464` or `[::1]:9464`; returns null for anything else. */
function placeOf(text: string): { host: string; port: number } | null {
  const [, six, other, digits] = LISTEN.exec(text) ?? []
  const [host, port] = [six ?? other, Number(digits)]
  return host && port >= 1 && port <= 65_535 ? { host, port } : null
}

/** Configures where Prometheus reads figures. Without either variable, it reads them nowhere. */
export const METRICS = {
  METRICS_LISTEN: z
    .string()
    .transform(placeOf)
    .pipe(
      z.custom<NonNullable<ReturnType<typeof placeOf>>>(
        (place) => place !== null,
        'must be an address and a port, such as 127.0.0.1:9464',
      ),
    )
    .optional()
    .describe(
      'an address and a port, such as `127.0.0.1:9464`, at which Prometheus reads `/metrics`, and no proxy leads to; portal and worker need one each: [metrics](deploy/metrics.md)',
    ),
  METRICS_TOKEN: z
    .string()
    .regex(/^[\w.~+/=-]{16,}$/, 'must be 16 or more letters, digits and - . _ ~ + / =')
    .optional()
    .describe(
      'a token for `/metrics`, there and at the portal’s own address too, and for the details of `/api/health/ready`; required where `METRICS_LISTEN` is not this machine',
    ),
}

const Shape = z.object(METRICS)

/** Requires a token for figures beyond this machine: they show strangers how busy the portal is, and what fails. */
export function checkMetrics(given: z.output<typeof Shape>, context: z.RefinementCtx): void {
  const { METRICS_LISTEN: place, METRICS_TOKEN: token } = given
  if (!place || token || isLoopbackHost(place.host)) return
  const message = 'is needed with METRICS_LISTEN, where it is not this machine'
  context.addIssue({ code: 'custom', path: ['METRICS_TOKEN'], message })
}
