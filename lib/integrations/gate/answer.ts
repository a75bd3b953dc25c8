import type { FilingState, QualificationStatus } from '@/lib/db/generated/enums'

/**
 * Lists the reasons why a sender may not send, the nearest to allowed first: of several qualifications with the same
 * signature, the nearest gives the reason. `docs/api.md` explains each.
 */
export const GATE_REASONS = [
  'NOT_FILED_WITH_CARRIER',
  'FILING_PENDING',
  'FILING_FAILED',
  'USE_NOT_COVERED',
  'AUTHORISATION_NOT_STARTED',
  'AUTHORISATION_ENDED',
  'EXPIRED',
  'REVOKED',
  'SUSPENDED',
  'SIGNATURE_UNKNOWN',
  'NOT_QUALIFIED',
] as const
export type GateReason = (typeof GATE_REASONS)[number]

/**
 * A qualification of the account that was approved with the signature, as the database has it at the moment of the
 * answer.
 */
export type Candidate = {
  id: string
  reference: string
  status: QualificationStatus
  decidedAt: Date
  validUntil: Date
  /** Says whether its validity is over, also before the daily job has expired it. */
  isOver: boolean
  purposes: readonly string[]
  /** Say whether the signature is used on behalf, and the principal's authorisation starts later, or has ended. */
  isEarly: boolean
  isUnauthorised: boolean
  /** Says how far the filing of the signature with the carrier is. */
  filingState: FilingState | null
  extensionNumber: string | null
}

const OF_FILING: Readonly<Record<FilingState, GateReason | null>> = {
  NOT_FILED: 'NOT_FILED_WITH_CARRIER',
  FILED: 'FILING_PENDING',
  FAILED: 'FILING_FAILED',
  EFFECTIVE: null,
}

/** Returns why one qualification alone does not allow it; null when it does. */
function reasonOf({ status, filingState, ...candidate }: Candidate, use: string): GateReason | null {
  if (status === 'REVOKED') return 'REVOKED'
  if (candidate.isOver || status === 'EXPIRED') return candidate.isUnauthorised ? 'AUTHORISATION_ENDED' : 'EXPIRED'
  if (status !== 'APPROVED') return 'SUSPENDED'
  if (candidate.isUnauthorised) return 'AUTHORISATION_ENDED'
  if (candidate.isEarly) return 'AUTHORISATION_NOT_STARTED'
  if (!candidate.purposes.includes(use)) return 'USE_NOT_COVERED'
  return OF_FILING[filingState ?? 'NOT_FILED']
}

export type Verdict = { reason: GateReason | null; candidate: Candidate | null }

/**
 * Answers for a sender by all qualifications of its account with the signature. One that allows it suffices, since a
 * renewal and what it renews are valid side by side. A suspension of any of them stops the sender for as long as it
 * lasts, and a revocation stops what was approved before the revoked one was: another one of the same signature is no
 * way around them.
 *
 * @param isQualified whether the account has any qualification in force, which matters where none has the signature
 */
export function verdictOf(candidates: readonly Candidate[], use: string, isQualified: boolean): Verdict {
  const revoked = candidates.filter(({ status }) => status === 'REVOKED')
  const judged = candidates.map((candidate): Verdict => {
    const isStopped = revoked.some(({ decidedAt }) => decidedAt > candidate.decidedAt)
    return { reason: isStopped ? 'REVOKED' : reasonOf(candidate, use), candidate }
  })
  const [nearest] = judged.toSorted((a, b) => rankOf(a) - rankOf(b))
  if (!nearest) return { reason: isQualified ? 'SIGNATURE_UNKNOWN' : 'NOT_QUALIFIED', candidate: null }
  return judged.find(({ reason }) => reason === 'SUSPENDED') ?? nearest
}

const rankOf = ({ reason }: Verdict): number => (reason === null ? -1 : GATE_REASONS.indexOf(reason))
