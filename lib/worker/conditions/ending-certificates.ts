import 'server-only'
import { isIP } from 'node:net'
import { connect } from 'node:tls'
import { DAY, MINUTE, SECOND } from '@/lib/core/clock'
import { env } from '@/lib/core/env'

/** Lists the settings whose certificates stop the portal's work when they expire. */
const SETTINGS = ['ZHUNXIN_URL', 'OIDC_ISSUER', 'S3_ENDPOINT', 'AUDIT_WITNESS_URL'] as const
export type CertificateSetting = (typeof SETTINGS)[number]

type Validity = { from: Date; to: Date }
type Limits = {
  days: number
  /**
   * Says how much of its lifetime may be left before a warning: a certificate of a few days is renewed in the last of
   * them.
   */
  share: number
}

const PROBED_AGAIN_AFTER = 10 * MINUTE
const TIMEOUT = 2 * SECOND
const probes = new Map<string, { at: number; answer: Promise<Validity | null> }>()

/** Says whether a setting names an https address. */
export const hasCertificates = (): boolean =>
  SETTINGS.some((setting) => String(env()[setting] ?? '').startsWith('https:'))

/**
 * Returns the settings whose https address serves a certificate that ends soon, or has ended. An address that can't be
 * reached from here is left out: it may be one for others only.
 */
export async function endingCertificates(limits: Limits): Promise<CertificateSetting[]> {
  const ending = await Promise.all(
    SETTINGS.map(async (setting) => {
      const address = env()[setting]
      const validity = address ? await probeOnce(new URL(address)) : null
      return validity && endsSoon(validity, limits) ? [setting] : []
    }),
  )
  return ending.flat()
}

export function endsSoon({ from, to }: Validity, { days, share }: Limits, now = new Date()): boolean {
  const lifetime = to.getTime() - from.getTime()
  return to.getTime() - now.getTime() < Math.min(days * DAY, lifetime * share)
}

/** Without it, each look would open a connection to each address. */
function probeOnce(url: URL): Promise<Validity | null> {
  if (url.protocol !== 'https:') return Promise.resolve(null)
  const known = probes.get(url.host)
  if (known && Date.now() - known.at < PROBED_AGAIN_AFTER) return known.answer
  const answer = servedCertificate(url)
  probes.set(url.host, { at: Date.now(), answer })
  return answer
}

/** Only its dates are read, and nothing is sent: whether it is trusted is the business of those who connect. */
function servedCertificate({ hostname, port }: URL): Promise<Validity | null> {
  const host = hostname.replace(/^\[|\]$/g, '')
  return new Promise((resolve) => {
    const servername = isIP(host) ? '' : host
    const socket = connect({ host, port: Number(port || 443), servername, rejectUnauthorized: false })
    const finish = (validity: Validity | null) => {
      socket.destroy()
      resolve(validity)
    }
    socket.setTimeout(TIMEOUT, () => finish(null))
    socket.once('error', () => finish(null))
    socket.once('secureConnect', () => {
      const { valid_from, valid_to } = socket.getPeerCertificate()
      finish(valid_to ? { from: new Date(valid_from), to: new Date(valid_to) } : null)
    })
  })
}
