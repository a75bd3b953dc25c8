import type { ReviewNoticeReason } from '@/lib/db/generated/enums'

/** Lists why a lead takes a case back from a reviewer, who reads the reason. */
export const RELEASE_REASONS = [
  'ABSENT',
  'HELD_TOO_LONG',
  'URGENT',
  'CONFLICT_OF_INTEREST',
  'OTHER',
] as const satisfies readonly ReviewNoticeReason[]

export type ReleaseReason = (typeof RELEASE_REASONS)[number]
