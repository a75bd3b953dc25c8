import 'server-only'
import { DAY, startOfDay } from '@/lib/core/clock'
import { Prisma } from '@/lib/db/generated/client'
import { normaliseReference } from '@/lib/rulebook/checks/reference'
import type { ExportFilters } from './exports/schemas'

type Filters = Partial<Pick<ExportFilters, 'from' | 'until' | 'action' | 'reference' | 'actor'>> & {
  /** The subject whose events are wanted. */
  subject?: string | undefined
}

/** Returns the conditions that an event meets when the filters of the log, or of its export, include it. */
export function auditConditions({ from, until, action, reference, actor, subject }: Filters): Prisma.Sql {
  const wanted = [
    Prisma.sql`TRUE`,
    ...(from ? [Prisma.sql`e.at >= ${startOfDay(from)}`] : []),
    ...(until ? [Prisma.sql`e.at < ${new Date(startOfDay(until).getTime() + DAY)}`] : []),
    ...(action ? [Prisma.sql`e.action = ${action}`] : []),
    ...(actor ? [Prisma.sql`e.actor_id = ${actor}::uuid`] : []),
    ...(subject ? [Prisma.sql`e.subject_id = ${subject}::uuid`] : []),
    ...(reference
      ? [Prisma.sql`e.subject_id = (SELECT id FROM qualifications WHERE reference = ${normaliseReference(reference)})`]
      : []),
  ]
  return Prisma.join(wanted, ' AND ')
}
