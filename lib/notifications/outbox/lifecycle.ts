import type { DeliveryKind } from '../gateways/delivery'

/** Limits the automatic attempts for a message. */
export const ATTEMPTS = 3

/** Lists the seconds until the second and the third attempt; a code is not worth a long wait. */
const WAITS = { notice: [30, 300], code: [5, 30] } as const

/** Says why an attempt failed. LEFT_BEHIND: its worker stopped during it, so the message may have been sent. */
export type Failure = DeliveryKind | 'LEFT_BEHIND'

export type Next = { state: 'PENDING'; waitSeconds: number } | { state: 'FAILED' | 'UNSURE' }

/**
 * Decides what follows a failed attempt. A code is sent again only if it certainly was not sent: two codes would puzzle
 * people, and train them to expect it. A notification that comes twice is better than one that is lost.
 *
 * @param attempts the number made so far, this one included
 */
export function afterFailure(failure: Failure, { isOnce, attempts }: { isOnce: boolean; attempts: number }): Next {
  if (failure === 'REFUSED') return { state: 'FAILED' }
  const mayHaveLeft = failure === 'UNSURE' || failure === 'LEFT_BEHIND'
  if (attempts >= ATTEMPTS || (isOnce && mayHaveLeft)) return { state: mayHaveLeft ? 'UNSURE' : 'FAILED' }
  if (failure === 'LEFT_BEHIND') return { state: 'PENDING', waitSeconds: 0 } // it has waited long enough
  return { state: 'PENDING', waitSeconds: WAITS[isOnce ? 'code' : 'notice'][attempts - 1] ?? 0 }
}
