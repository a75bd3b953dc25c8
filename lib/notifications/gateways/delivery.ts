import { SECOND } from '@/lib/core/clock'
import { startTimeout } from '@/lib/core/timers'

/**
 * Says why a message was not sent, or may not have been:
 *
 * - REFUSED: the provider refused it permanently (number, template, sign, keys).
 * - THROTTLED: the provider refused it for now. Nothing was sent.
 * - UNREACHABLE: nothing was sent, because nothing answered the connection.
 * - UNSURE: it may have been sent; the answer did not arrive, or says nothing.
 */
export type DeliveryKind = 'REFUSED' | 'THROTTLED' | 'UNREACHABLE' | 'UNSURE'

/**
 * A gateway throws only this error. `code` is the provider's, or ours where the provider gave none. `isAboutRecipient`
 * says that the provider objects to this number or address alone, as to one that does not exist: others may be sent to.
 */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError'
  readonly code: string
  constructor(
    readonly kind: DeliveryKind,
    code: string,
    readonly isAboutRecipient = false,
  ) {
    super(kind)
    this.code = code.replace(/[^\w./-]/g, '_').slice(0, 48) || 'NONE'
  }
}

/** Limits the time for each step with a provider. */
export const TIMEOUT = 10 * SECOND
/** Limits the time for all steps together, well below the time after which a message counts as left behind. */
const TOTAL_TIMEOUT = 25 * SECOND

/** Waits for work with a provider, and gives up on it after a time. */
export async function withTimeout<T>(work: Promise<T>, timeoutMs = TOTAL_TIMEOUT): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = startTimeout(() => reject(new DeliveryError('UNSURE', 'TIMEOUT')), timeoutMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Matches errors of name resolution, of connecting and of certificates, which come before the first byte of a request.
 */
const BEFORE_SENDING = /\b(?:connect|getaddrinfo) (E[A-Z_]+)|certificate|before secure TLS connection/

/**
 * Classifies a request that got no answer, by the message of Node's own error. The HTTP clients in providers' SDKs
 * retain that message and lose the rest. Their own "connect timeout" proves nothing: it also comes when a request
 * arrived and is not answered.
 */
export function withoutAnswer(message: string): DeliveryError {
  const before = BEFORE_SENDING.exec(message)
  if (before) return new DeliveryError('UNREACHABLE', before[1] ?? 'CERTIFICATE')
  return new DeliveryError('UNSURE', /time-?out/i.test(message) ? 'TIMEOUT' : 'CUT_OFF')
}

/**
 * Classifies an HTTP status without the provider's own error: it comes from a proxy, or from a provider that is broken.
 */
export function byStatus(status: number): DeliveryError {
  const kind = status === 429 ? 'THROTTLED' : status >= 400 && status < 500 ? 'REFUSED' : 'UNSURE'
  return new DeliveryError(kind, `HTTP_${status}`)
}
