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
  /** Needs an address of its own, which no proxy leads to. Portal and worker have one each. */
  METRICS_LISTEN: z
    .string()
    .transform(placeOf)
    .pipe(
      z.custom<NonNullable<ReturnType<typeof placeOf>>>(
        (place) => place !== null,
        'must be an address and a port, such as 127.0.0.1:9464',
      ),
    )
    .optional(),
  /** Lets the person who has it read the figures, at /metrics of the portal too, and the details of its health. */
  METRICS_TOKEN: z
    .string()
    .regex(/^[\w.~+/=-]{16,}$/, 'must be 16 or more letters, digits and - . _ ~ + / =')
    .optional(),
}

const Shape = z.object(METRICS)

/** Requires a token for figures beyond this machine: they show strangers how busy the portal is, and what fails. */
export function checkMetrics(given: z.output<typeof Shape>, context: z.RefinementCtx): void {
  const { METRICS_LISTEN: place, METRICS_TOKEN: token } = given
  if (!place || token || isLoopbackHost(place.host)) return
  const message = 'is needed with METRICS_LISTEN, where it is not this machine'
  context.addIssue({ code: 'custom', path: ['METRICS_TOKEN'], message })
}
