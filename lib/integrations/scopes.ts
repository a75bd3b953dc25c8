import type { ApiScope } from '@/lib/db/generated/enums'

/** Names each scope as the API does. It fails to compile while one has no name. */
export const SCOPE_NAMES: Readonly<Record<ApiScope, string>> = {
  SENDERS_CHECK: 'senders:check',
  CHANGES_READ: 'changes:read',
  QUALIFICATIONS_READ: 'qualifications:read',
  QUALIFICATIONS_WRITE: 'qualifications:write',
  ACCOUNTS_WRITE: 'accounts:write',
  HANDOVERS_CREATE: 'handovers:create',
  HANDOVERS_VOUCH: 'handovers:vouch',
  QUEUE_READ: 'queue:read',
  FILINGS_WRITE: 'filings:write',
  PERSONAL_READ: 'personal:read',
  CONSENTS_ATTEST: 'consents:attest',
}
