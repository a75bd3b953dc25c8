/** The queue of each scheduled job. Each is a table, so that the migration step makes them. */
export const QUEUES = [
  'review.lapse-claims',
  'qualifications.expire',
  'qualifications.lapse-drafts',
  'qualifications.remind-of-expiry',
  'qualifications.remind-of-drafts',
  'privacy.erase-due',
  'audit.close-refusal-counts',
  'erasing.keep-tombstones',
  'documents.collect-partial-files',
  'documents.collect-orphans',
  'documents.scrub',
  'reports.ask-monthly',
  'reports.remove-exports',
  'messaging.purge',
  'accounts.purge-codes',
  'accounts.purge-invited-emails',
  'members.purge-invitations',
  'auth.purge-sessions',
  'auth.purge-proofs',
  'identity.purge-cases',
  'auth.purge-devices',
  'qualifications.purge-views',
  'reports.purge-dossiers',
] as const

export type QueueName = (typeof QUEUES)[number]
