import type { QualificationStatus } from '@/lib/db/generated/enums'
import type { KeptUntil } from './kept-until'

/**
 * What stands against erasing something at once: then an administrator decides. Each has a sentence in
 * `privacy.obstacles` of both message files.
 */
export const OBSTACLES = [
  /** Someone must be able to look into it: not even an administrator may while it lasts. */
  'LEGAL_HOLD',
  /** Messages may be sent under it: who sends them must be known (反电信网络诈骗法). */
  'IN_FORCE',
  /** Messages were sent under it: who sent them must be known for as long as its rules say. */
  'TERM_NOT_OVER',
  /** It was rejected on a suspicion: nobody wipes that away by themself. */
  'SUSPICION',
] as const
export type Obstacle = (typeof OBSTACLES)[number]

type Asked = {
  status: QualificationStatus
  isHeld: boolean
  /** Undefined while it goes on. */
  kept: KeptUntil | undefined
  isSuspicious: boolean
}

/** What stands against erasing a qualification now; nothing against what goes on, which is withdrawn first. */
export function obstaclesTo({ status, isHeld, kept, isSuspicious }: Asked, now: Date): Obstacle[] {
  const isInForce = status === 'APPROVED' || status === 'SUSPENDED'
  const isTermOver = kept === undefined || kept.details <= now
  return [
    ...(isHeld ? (['LEGAL_HOLD'] as const) : []),
    ...(isInForce ? (['IN_FORCE'] as const) : []),
    ...(kept?.outcome === 'APPROVED' && !isInForce && !isTermOver ? (['TERM_NOT_OVER'] as const) : []),
    ...(status === 'REJECTED' && isSuspicious && !isTermOver ? (['SUSPICION'] as const) : []),
  ]
}
