import type { DeliveryKind } from './delivery'

/** How often a message is tried by itself in all. */
export const ATTEMPTS = 3

/** Seconds until the second and the third attempt; a code is not worth waiting for long. */
const WAITS = { notice: [30, 300], code: [5, 30] } as const

/** Why an attempt came to nothing; LEFT_BEHIND: its worker ended amid it, so that it may have left. */
export type Failure = DeliveryKind | 'LEFT_BEHIND'

export type Next = { state: 'PENDING'; waitSeconds: number } | { state: 'FAILED' | 'UNSURE' }

/**
 * What becomes of a message after an attempt that did not succeed. A code goes again only if surely nothing left; two of
 * them would puzzle people, and train them to expect it. A notice that comes twice is better than one that is lost.
 *
 * @param attempts made so far, this one included
 */
export function afterFailure(failure: Failure, { isOnce, attempts }: { isOnce: boolean; attempts: number }): Next {
  if (failure === 'REFUSED') return { state: 'FAILED' }
  const mayHaveLeft = failure === 'UNSURE' || failure === 'LEFT_BEHIND'
  if (attempts >= ATTEMPTS || (isOnce && mayHaveLeft)) return { state: mayHaveLeft ? 'UNSURE' : 'FAILED' }
  if (failure === 'LEFT_BEHIND') return { state: 'PENDING', waitSeconds: 0 } // it lay there for long enough
  return { state: 'PENDING', waitSeconds: WAITS[isOnce ? 'code' : 'notice'][attempts - 1] ?? 0 }
}
