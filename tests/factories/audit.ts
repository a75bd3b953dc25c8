import type { AuditAction } from '@/lib/audit/events/all'
import { database } from '@/lib/db/client'

/** Events of one kind about someone or something, oldest first. */
export function eventsAbout(subjectId: string, action?: AuditAction) {
  return database().auditEvent.findMany({
    where: { subjectId, ...(action ? { action } : {}) },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
  })
}
