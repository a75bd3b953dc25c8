import { type Actor, can } from '@/lib/actor/actor'
import { hasPersonalNumber } from '@/lib/core/personal-numbers'
import type { QualificationStatus, StandingReason } from '@/lib/db/generated/enums'
import { playsStaff } from '../policy'

/** Lists the acts of staff on an approved qualification, by the names of its status changes. */
export const STANDING_ACTS = ['SUSPENDED', 'RESUMED', 'REVOKED'] as const
export type StandingAct = (typeof STANDING_ACTS)[number]

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

/** Limits the length of the note, in UTF-16 code units. */
export const STANDING_NOTE_MAX = 500

type Lead = { from: readonly QualificationStatus[]; to: QualificationStatus }

/** Lists the states in which each act is legal, and the state that it leads to. */
const LEADS: Readonly<Record<StandingAct, Lead>> = {
  SUSPENDED: { from: ['APPROVED'], to: 'SUSPENDED' },
  RESUMED: { from: ['SUSPENDED'], to: 'APPROVED' },
  REVOKED: { from: ['APPROVED', 'SUSPENDED'], to: 'REVOKED' },
}

type Standing = {
  status: QualificationStatus
  validUntil: Date | null
  /** Holds the reason of the last status change, where it is known. */
  lastReason?: StandingReason | null
}

/**
 * Returns the state that an act leads to; null when it isn't legal now. What is suspended for lack of a consent may be
 * suspended for a reason of staff: otherwise the consent alone would put it into force again.
 */
export function standingAfter(
  act: StandingAct,
  { status, validUntil, lastReason = null }: Standing,
  now: Date,
): QualificationStatus | null {
  // Past its end it is expired, whether or not the daily job has run.
  if (!validUntil || validUntil <= now) return null
  if (act === 'SUSPENDED' && status === 'SUSPENDED' && lastReason === 'CONSENT_WITHDRAWN') return 'SUSPENDED'
  return LEADS[act].from.includes(status) ? LEADS[act].to : null
}

/** Problems of a reason and its note. Each has a sentence in `standing.problems` of both languages. */
export type StandingProblem = 'REASON_NOT_FOR_ACT' | 'NOTE_MISSING' | 'NOTE_WITH_NUMBER'

export function standingProblem(act: StandingAct, reason: StandingReason, note: string | null): StandingProblem | null {
  if (!REASONS_OF[act].includes(reason)) return 'REASON_NOT_FOR_ACT'
  if (!note) return reason === 'OTHER' ? 'NOTE_MISSING' : null
  return hasPersonalNumber(note) ? 'NOTE_WITH_NUMBER' : null
}

/**
 * Returns whether the person may suspend and revoke, and it is not of an account that they belong to; or a test key
 * plays them.
 */
export function mayGovern(actor: Actor, { accountId }: { accountId: string }): boolean {
  if (playsStaff(actor)) return true
  return actor.kind === 'PERSON' && can(actor, 'qualification.govern') && !actor.accountIds.includes(accountId)
}
