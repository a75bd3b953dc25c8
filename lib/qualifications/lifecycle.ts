import { DAY, dateIn } from '@/lib/core/clock'
import type { QualificationStatus } from '@/lib/db/generated/enums'

type Status = QualificationStatus

/** The whole life of a qualification: what may follow what. Release and lapse of a claim lead back to SUBMITTED. */
export const FOLLOWS: Readonly<Record<Status, readonly Status[]>> = {
  DRAFT: ['SUBMITTED', 'WITHDRAWN'],
  SUBMITTED: ['IN_REVIEW', 'WITHDRAWN'],
  IN_REVIEW: ['SUBMITTED', 'APPROVED', 'REJECTED', 'CHANGES_REQUESTED', 'SECOND_REVIEW', 'WITHDRAWN'],
  SECOND_REVIEW: ['APPROVED', 'REJECTED', 'CHANGES_REQUESTED', 'ARBITRATION', 'WITHDRAWN'],
  ARBITRATION: ['APPROVED', 'REJECTED', 'CHANGES_REQUESTED', 'WITHDRAWN'],
  CHANGES_REQUESTED: ['SUBMITTED', 'WITHDRAWN'],
  APPROVED: ['SUSPENDED', 'REVOKED', 'EXPIRED'],
  SUSPENDED: ['APPROVED', 'REVOKED', 'EXPIRED'],
  REVOKED: [],
  EXPIRED: [],
  REJECTED: [],
  WITHDRAWN: [],
}

export function mayFollow(from: Status, to: Status): boolean {
  return FOLLOWS[from].includes(to)
}

/** What an applicant may still write to: of these the newest submission is open, of all others it is frozen. */
export const EDITABLE = ['DRAFT', 'CHANGES_REQUESTED'] as const satisfies readonly Status[]

/** What a reviewer may conclude on. */
export const DECIDABLE = ['IN_REVIEW', 'SECOND_REVIEW', 'ARBITRATION'] as const satisfies readonly Status[]

/** What stands in the queue or before a reviewer. */
export const WAITING = ['SUBMITTED', ...DECIDABLE] as const satisfies readonly Status[]

const among = (statuses: readonly Status[]) => (status: Status) => statuses.includes(status)

export const isEditable = among(EDITABLE)
export const isDecidable = among(DECIDABLE)
export const isWaiting = among(WAITING)

/** Nothing can follow any more. */
export const isEnded = (status: Status): boolean => FOLLOWS[status].length === 0

export const mayWithdraw = (status: Status): boolean => mayFollow(status, 'WITHDRAWN')

/** From how many days before its end the next one may be begun. */
export const RENEWAL_DAYS = 60

type Renewable = { status: Status; validUntil: Date | null; detailsErasedAt: Date | null }

/** Whether one that is to follow it may be begun; nothing follows what nobody can read any more. */
export function mayRenew({ status, validUntil, detailsErasedAt }: Renewable, now: Date): boolean {
  if (detailsErasedAt !== null) return false
  if (status === 'EXPIRED' || isOver({ status, validUntil }, now)) return true
  return status === 'APPROVED' && validUntil !== null && validUntil.getTime() - now.getTime() <= RENEWAL_DAYS * DAY
}

/** Past its end it has expired, whether or not the clock's job has been. */
export function isOver({ status, validUntil }: { status: Status; validUntil: Date | null }, now: Date): boolean {
  return (status === 'APPROVED' || status === 'SUSPENDED') && validUntil !== null && validUntil <= now
}

/** From which day on, in Shanghai, another try may follow a rejection: YYYY-MM-DD. */
export function tryAgainOn(rejectedAt: Date, coolingOffDays: number): string {
  return dateIn(new Date(rejectedAt.getTime() + coolingOffDays * DAY))
}

/** The last day, in Shanghai, of what is valid until an instant: midnight still belongs to the day before. */
export function lastDay(validUntil: Date): string {
  return dateIn(new Date(validUntil.getTime() - 1))
}
