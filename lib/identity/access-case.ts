import type { FieldPlace } from '@/lib/crypto/fields'
import type { FileLimits } from '@/lib/imaging/inspect-file'

/** Why a case is refused. Each has a sentence in `auth.recovery.reasons` and in `review.accessCases.reasons`. */
export const CASE_REASONS = ['UNREADABLE', 'NOT_THE_PERSON', 'NO_ACCOUNT'] as const
export type CaseReason = (typeof CASE_REASONS)[number]

/** The two sides of an ID card; of a document with one page, the first alone. */
export const CASE_SIDES = ['PORTRAIT', 'EMBLEM'] as const
export type CaseSide = (typeof CASE_SIDES)[number]

export const CASE_FILE: FileLimits = {
  mediaTypes: ['image/jpeg', 'image/png', 'image/webp', 'image/heic'],
  maxBytes: 10 * 1024 * 1024,
  maxPixels: 50_000_000,
  minShortSide: 600,
}

/** How long what was handed in is kept after the decision, and a case in which nothing is. */
export const CASE_DAYS = 30

export const casePhonePlace = (row: string): FieldPlace => ({ table: 'access_cases', column: 'phone_sealed', row })

/** A case as people read it out: its last eight characters. */
export const caseReference = (id: string): string => id.slice(-8).toUpperCase()
