/** What the queue can be narrowed to. OPEN is what still needs someone, MINE what its reader holds. */
export const QUEUE_STATUSES = [
  'OPEN',
  'SUBMITTED',
  'IN_REVIEW',
  'MINE',
  'CHANGES_REQUESTED',
  'APPROVED',
  'SUSPENDED',
  'REVOKED',
  'EXPIRED',
  'REJECTED',
  'WITHDRAWN',
] as const
export type QueueStatus = (typeof QUEUE_STATUSES)[number]

export const PURPOSES = ['VERIFICATION', 'NOTIFICATION', 'MARKETING'] as const
export type Purpose = (typeof PURPOSES)[number]
