import { SECOND } from '@/lib/core/clock'

/**
 * Why a message did not leave, or may not have:
 * - REFUSED: the provider said no for good (number, template, sign, keys).
 * - THROTTLED: it said no for now. Nothing was sent.
 * - UNREACHABLE: nothing was sent, since nobody was there to take it.
 * - UNSURE: it may have been sent; the answer did not come, or says nothing.
 */
export type DeliveryKind = 'REFUSED' | 'THROTTLED' | 'UNREACHABLE' | 'UNSURE'

/** All that a gateway throws. `code` is the provider's own, or ours for what it did not answer. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError'
  readonly code: string
  constructor(
    readonly kind: DeliveryKind,
    code: string,
  ) {
    super(kind)
    this.code = code.replace(/[^\w./-]/g, '_').slice(0, 48) || 'NONE'
  }
}

/** How long each step with a provider may take. */
export const PATIENCE = 10 * SECOND
/** And all steps together: well below the time after which a message counts as left behind. */
const WHOLE_PATIENCE = 25 * SECOND

/** Work with a provider, which after a while is given up without an answer. */
export async function inTime<T>(work: Promise<T>, patience = WHOLE_PATIENCE): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeliveryError('UNSURE', 'TIMEOUT')), patience)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Errors of name resolution, of connecting and of certificates come before the first byte of a request. */
const BEFORE_SENDING = /\b(?:connect|getaddrinfo) (E[A-Z_]+)|certificate|before secure TLS connection/

/**
 * What became of a request that got no answer, by the message of Node's own error. The HTTP clients in providers' SDKs
 * keep that and lose the rest. Their own "connect timeout" is no proof: it also comes when a request lies unanswered.
 */
export function withoutAnswer(message: string): DeliveryError {
  const before = BEFORE_SENDING.exec(message)
  if (before) return new DeliveryError('UNREACHABLE', before[1] ?? 'CERTIFICATE')
  return new DeliveryError('UNSURE', /time-?out/i.test(message) ? 'TIMEOUT' : 'CUT_OFF')
}

/** An HTTP status that came without words of the provider: from a proxy, or one that is broken. */
export function byStatus(status: number): DeliveryError {
  const kind = status === 429 ? 'THROTTLED' : status >= 400 && status < 500 ? 'REFUSED' : 'UNSURE'
  return new DeliveryError(kind, `HTTP_${status}`)
}
