import 'server-only'
import { database } from '@/lib/db/client'
import type { StaffRole } from '@/lib/db/generated/enums'

/** Describes a change of a person's roles, as the audit log recorded it. */
type RoleChange = { at: Date; from: readonly StaffRole[]; to: readonly StaffRole[] }

/** Returns the changes of people's roles by id, oldest first. */
export async function readRoleChanges(ids: readonly string[]): Promise<ReadonlyMap<string, RoleChange[]>> {
  const events = await database().auditEvent.findMany({
    where: {
      subjectId: { in: [...ids] },
      action: { in: ['staff.joined', 'staff.joined_by_sso', 'staff.roles_changed'] },
    },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
    select: { subjectId: true, at: true, data: true },
  })
  const changes = new Map<string, RoleChange[]>()
  for (const { subjectId, at, data } of events) {
    const { roles, from = [], to = roles ?? [] } = data as { roles?: StaffRole[]; from?: StaffRole[]; to?: StaffRole[] }
    changes.set(subjectId ?? '', [...(changes.get(subjectId ?? '') ?? []), { at, from, to }])
  }
  return changes
}

/** Returns the roles of a person at a time. Those of whom no change was recorded have today's. */
export function rolesThen(changes: readonly RoleChange[], today: readonly StaffRole[], at: Date): readonly StaffRole[] {
  return changes.findLast((change) => change.at <= at)?.to ?? changes[0]?.from ?? today
}
