import { z } from 'zod'
import { AUDIT_ACTIONS, type AuditAction } from '@/lib/audit/events/all'
import { IdText } from '@/lib/core/id-text'

/** Reads the parameters of the audit log's address. Invalid ones are ignored. */
export const AuditFilters = z.object({
  action: z
    .enum(AUDIT_ACTIONS as [AuditAction, ...AuditAction[]])
    .optional()
    .catch(undefined),
  /** Names the person who acted. */
  actor: IdText.optional().catch(undefined),
  /** Limits the events to days in Shanghai, from the start of the first to the end of the last. */
  from: z.iso.date().optional().catch(undefined),
  until: z.iso.date().optional().catch(undefined),
  reference: z.string().trim().min(1).max(40).optional().catch(undefined),
  /** The subject whose events are shown. */
  subject: z.uuid().optional().catch(undefined),
  /** The cursor is the last event of the page before. */
  before: z.string().max(80).optional().catch(undefined),
})
export type AuditFilters = z.output<typeof AuditFilters>
