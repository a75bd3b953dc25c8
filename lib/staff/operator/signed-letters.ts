import 'server-only'
import { LIVE } from '@/lib/core/live-accounts'
import type { Reader } from '@/lib/db/client'
import { LETTER_SLOTS } from '@/lib/qualifications/draft/letters/draft-letters'
import { EDITABLE } from '@/lib/qualifications/lifecycle'

/**
 * Counts the signed letters of applications that are not submitted, accepted ones too: another name makes them void
 * (decision 124).
 */
export const countSignedLetters = (reader: Reader): Promise<number> =>
  reader.document.count({
    where: {
      kind: { in: [...LETTER_SLOTS] },
      pages: { some: {} },
      submission: { submittedAt: null, qualification: { status: { in: [...EDITABLE] }, account: LIVE } },
    },
  })
