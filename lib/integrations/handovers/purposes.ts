import type { HandoverPurpose, QualificationStatus } from '@/lib/db/generated/enums'

/** Says of each purpose whether it names a qualification, and in which states that may be. */
export const PURPOSES: Readonly<
  Record<
    HandoverPurpose,
    { qualification: 'REQUIRED' | 'OPTIONAL' | 'NONE'; states: readonly QualificationStatus[] | null }
  >
> = {
  BEGIN: { qualification: 'NONE', states: null },
  CONTINUE: { qualification: 'REQUIRED', states: ['DRAFT'] },
  CORRECT: { qualification: 'REQUIRED', states: ['CHANGES_REQUESTED'] },
  // Whether it is near its end, its own page says.
  RENEW: { qualification: 'REQUIRED', states: ['APPROVED', 'EXPIRED'] },
  SEE: { qualification: 'OPTIONAL', states: null },
}

type Handed = { purpose: HandoverPurpose; accountId: string; qualificationId: string | null }

/** Returns the page that a customer is led to. */
export function pathOf({ purpose, accountId, qualificationId }: Handed): string {
  if (qualificationId !== null) return `/qualifications/${qualificationId}`
  return purpose === 'BEGIN' ? `/qualifications/new?account=${accountId}` : '/qualifications'
}
