/** States to which the queue can be narrowed. OPEN cases still need a decision, MINE are held by the reader. */
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
