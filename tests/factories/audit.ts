import type { AuditAction } from '@/lib/audit/events/all'
import { database } from '@/lib/db/client'

/** Returns the events of one kind about a subject, oldest first; those of one millisecond have no order. */
export function eventsAbout(subjectId: string, action?: AuditAction) {
  return database().auditEvent.findMany({
    where: { subjectId, ...(action ? { action } : {}) },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
  })
}

/** Returns the events about a subject that one act records at the same time, by the names of their actions. */
export const eventsByAction = async (subjectId: string) =>
  (await eventsAbout(subjectId)).toSorted((one, other) => one.action.localeCompare(other.action))
