import { z } from 'zod'
import { AUDIT_ACTIONS, type AuditAction } from '@/lib/audit/events/all'

/** What the audit log's address says. Nonsense in an address is as if it weren't there. */
export const AuditFilters = z.object({
  action: z
    .enum(AUDIT_ACTIONS as [AuditAction, ...AuditAction[]])
    .optional()
    .catch(undefined),
  reference: z.string().trim().min(1).max(40).optional().catch(undefined),
  /** Whose whole story is read. */
  subject: z.uuid().optional().catch(undefined),
  /** Where the page before ended. */
  before: z.string().max(80).optional().catch(undefined),
})
export type AuditFilters = z.output<typeof AuditFilters>
