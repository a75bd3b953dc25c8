import { MAX_FILE_BYTES } from '@/lib/core/files/file-limits'
import type { FieldPlace } from '@/lib/crypto/fields'
import type { FileLimits } from '@/lib/imaging/inspect-file'

export const CASE_FILE: FileLimits = {
  mediaTypes: ['image/jpeg', 'image/png', 'image/webp', 'image/heic'],
  maxBytes: MAX_FILE_BYTES,
  maxPixels: 50_000_000,
  minShortSide: 600,
}

/** The days for which the pictures are stored after the decision, and for which a case without pictures is stored. */
export const CASE_DAYS = 30

export const casePhonePlace = (row: string): FieldPlace => ({ table: 'access_cases', column: 'phone_sealed', row })

/** Returns the reference of a case that people read aloud: the last eight characters of its id. */
export const caseReference = (id: string): string => id.slice(-8).toUpperCase()
