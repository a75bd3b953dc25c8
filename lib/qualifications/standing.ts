import { type Actor, can } from '@/lib/auth/actor'
import type { QualificationStatus } from '@/lib/db/generated/enums'

/** What staff may do to a qualification after it was approved, as its turn is called. */
export const STANDING_ACTS = ['SUSPENDED', 'RESUMED', 'REVOKED'] as const
export type StandingAct = (typeof STANDING_ACTS)[number]

/** Why they do it. Each has a name, and what the applicant reads, in `standing.reasons` of both message files. */
export const STANDING_REASONS = [
  'COMPLAINTS',
  'SUSPECTED_FRAUD',
  'CONTENT_VIOLATION',
  'MATERIALS_OUTDATED',
  'AUTHORITY_REQUEST',
  'APPLICANT_REQUEST',
  'RESOLVED',
  'UNFOUNDED',
  'OTHER',
  /** Not for staff to choose: whoever made it withdrew a consent that it rests on, or gave it again. */
  'CONSENT_WITHDRAWN',
  'CONSENT_GIVEN',
] as const
export type StandingReason = (typeof STANDING_REASONS)[number]

const AGAINST: readonly StandingReason[] = [
  'COMPLAINTS',
  'SUSPECTED_FRAUD',
  'CONTENT_VIOLATION',
  'MATERIALS_OUTDATED',
  'AUTHORITY_REQUEST',
  'APPLICANT_REQUEST',
  'OTHER',
]

export const REASONS_OF: Readonly<Record<StandingAct, readonly StandingReason[]>> = {
  SUSPENDED: AGAINST,
  REVOKED: AGAINST,
  RESUMED: ['RESOLVED', 'UNFOUNDED', 'AUTHORITY_REQUEST', 'OTHER'],
}

/** Of a note, in UTF-16 code units. */
export const STANDING_NOTE_MAX = 500

type Standing = { from: readonly QualificationStatus[]; to: QualificationStatus }

/** From which states each leads where. */
const LEADS: Readonly<Record<StandingAct, Standing>> = {
  SUSPENDED: { from: ['APPROVED'], to: 'SUSPENDED' },
  RESUMED: { from: ['SUSPENDED'], to: 'APPROVED' },
  REVOKED: { from: ['APPROVED', 'SUSPENDED'], to: 'REVOKED' },
}

/** The state that an act leads to, from this one; null when it isn't legal now. */
export function standingAfter(
  act: StandingAct,
  { status, validUntil }: { status: QualificationStatus; validUntil: Date | null },
  now: Date,
): QualificationStatus | null {
  // Past its end it has expired, whether or not the clock's job has been.
  if (!validUntil || validUntil <= now) return null
  return LEADS[act].from.includes(status) ? LEADS[act].to : null
}

/** What is wrong with a reason and its note. Each has a sentence in `standing.problems` of both message files. */
export type StandingProblem = 'REASON_NOT_FOR_ACT' | 'NOTE_MISSING'

export function standingProblem(act: StandingAct, reason: StandingReason, note: string | null): StandingProblem | null {
  if (!REASONS_OF[act].includes(reason)) return 'REASON_NOT_FOR_ACT'
  return reason === 'OTHER' && !note ? 'NOTE_MISSING' : null
}

/** Whether someone governs at all, and it is not of an account that they belong to. */
export function mayGovern(actor: Actor, { accountId }: { accountId: string }): boolean {
  return actor.kind === 'PERSON' && can(actor, 'qualification.govern') && !actor.accountIds.includes(accountId)
}
