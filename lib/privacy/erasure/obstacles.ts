import type { ErasureObstacle, QualificationStatus } from '@/lib/db/generated/enums'
import type { RetainedUntil } from '../retention/retained-until'

type ErasureCandidate = {
  status: QualificationStatus
  isHeld: boolean
  /** Undefined while it is in progress. */
  retention: RetainedUntil | undefined
  isSuspicious: boolean
}

/** Returns the obstacles to erasing a qualification now. One in progress has none, because it is withdrawn first. */
export function obstaclesTo(
  { status, isHeld, retention, isSuspicious }: ErasureCandidate,
  now: Date,
): ErasureObstacle[] {
  const isInForce = status === 'APPROVED' || status === 'SUSPENDED'
  const isTermOver = retention === undefined || retention.details <= now
  return [
    ...(isHeld ? (['LEGAL_HOLD'] as const) : []),
    ...(isInForce ? (['IN_FORCE'] as const) : []),
    ...(retention?.outcome === 'APPROVED' && !isInForce && !isTermOver ? (['TERM_NOT_OVER'] as const) : []),
    ...(status === 'REJECTED' && isSuspicious && !isTermOver ? (['SUSPICION'] as const) : []),
  ]
}
