import { DAY, dateIn } from '@/lib/core/clock'
import type { QualificationStatus } from '@/lib/db/generated/enums'

type Status = QualificationStatus

/** The states without those of a second look, which the database has but nothing leads to. */
export type Reached = Exclude<Status, 'SECOND_REVIEW' | 'ARBITRATION'>

/** Lists for each state which states may follow. Release and lapse of a claim lead back to SUBMITTED. */
export const FOLLOWS: Readonly<Partial<Record<Status, readonly Status[]>>> = {
  DRAFT: ['SUBMITTED', 'WITHDRAWN'],
  SUBMITTED: ['IN_REVIEW', 'WITHDRAWN'],
  IN_REVIEW: ['SUBMITTED', 'APPROVED', 'REJECTED', 'CHANGES_REQUESTED', 'WITHDRAWN'],
  CHANGES_REQUESTED: ['SUBMITTED', 'WITHDRAWN'],
  APPROVED: ['SUSPENDED', 'REVOKED', 'EXPIRED'],
  SUSPENDED: ['APPROVED', 'REVOKED', 'EXPIRED'],
  REVOKED: [],
  EXPIRED: [],
  REJECTED: [],
  WITHDRAWN: [],
} satisfies Record<Reached, readonly Reached[]>

export function mayFollow(from: Status, to: Status): boolean {
  return FOLLOWS[from]?.includes(to) === true
}

/** States in which the applicant may change the newest submission; in all others it is frozen. */
export const EDITABLE = ['DRAFT', 'CHANGES_REQUESTED'] as const satisfies readonly Status[]

/** States in which a reviewer may decide. */
export const DECIDABLE = ['IN_REVIEW'] as const satisfies readonly Status[]

/** States of qualifications in the queue or with a reviewer. */
export const WAITING = ['SUBMITTED', ...DECIDABLE] as const satisfies readonly Status[]

/**
 * States in which its filings with carriers may change, and material for them may be requested and uploaded: it is in
 * force, or suspended for a time.
 */
export const FILEABLE = ['APPROVED', 'SUSPENDED'] as const satisfies readonly Status[]

const among = (statuses: readonly Status[]) => (status: Status) => statuses.includes(status)

export const isEditable = among(EDITABLE)
export const isWaiting = among(WAITING)
export const isFileable = among(FILEABLE)

/** Returns whether the state is final. */
export const isEnded = (status: Status): boolean => FOLLOWS[status]?.length === 0

export const mayWithdraw = (status: Status): boolean => mayFollow(status, 'WITHDRAWN')

/** A renewal may be started from this many days before the end. */
export const RENEWAL_DAYS = 60

type Renewable = { status: Status; validUntil: Date | null; detailsErasedAt: Date | null }

/** Returns whether a renewal may be started; nothing follows a qualification that nobody can read any more. */
export function mayRenew({ status, validUntil, detailsErasedAt }: Renewable, now: Date): boolean {
  if (detailsErasedAt !== null) return false
  if (status === 'EXPIRED' || isOver({ status, validUntil }, now)) return true
  return status === 'APPROVED' && validUntil !== null && validUntil.getTime() - now.getTime() <= RENEWAL_DAYS * DAY
}

/** Returns whether its validity is over, whether or not the daily job has expired it. */
export function isOver({ status, validUntil }: { status: Status; validUntil: Date | null }, now: Date): boolean {
  return (status === 'APPROVED' || status === 'SUSPENDED') && validUntil !== null && validUntil <= now
}

/** Returns the day in Shanghai from which another try may follow a rejection: YYYY-MM-DD. */
export function tryAgainOn(rejectedAt: Date, coolingOffDays: number): string {
  return dateIn(new Date(rejectedAt.getTime() + coolingOffDays * DAY))
}

/** Returns the last day of validity in Shanghai: midnight still belongs to the day before. */
export function lastDay(validUntil: Date): string {
  return dateIn(new Date(validUntil.getTime() - 1))
}
