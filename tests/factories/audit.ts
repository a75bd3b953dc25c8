import type { AuditAction } from '@/lib/audit/events/all'
import { database } from '@/lib/db/client'

/** Returns the events of one kind about a subject, oldest first. */
export function eventsAbout(subjectId: string, action?: AuditAction) {
  return database().auditEvent.findMany({
    where: { subjectId, ...(action ? { action } : {}) },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
  })
}
