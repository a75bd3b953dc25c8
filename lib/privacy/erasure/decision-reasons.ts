import type { ErasureDecisionReason } from '@/lib/db/generated/enums'

/**
 * Lists why a request is granted or refused. Each has a sentence for the applicant, in `privacy.decisions` of both
 * message files.
 */
export const GRANT_REASONS = [
  'NO_LONGER_NEEDED',
  'RIGHT_TO_ERASURE',
  'OTHER',
] as const satisfies readonly ErasureDecisionReason[]
export const REFUSE_REASONS = [
  'LAW_REQUIRES_KEEPING',
  'NEEDED_AS_EVIDENCE',
  'OTHER',
] as const satisfies readonly ErasureDecisionReason[]

/** Limits the length of the note to the applicant, in UTF-16 code units. */
export const REQUEST_NOTE_MAX = 500
