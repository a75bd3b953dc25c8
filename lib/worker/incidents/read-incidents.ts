import 'server-only'
import { type Actor, can } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { database } from '@/lib/db/client'
import type { ConditionKind } from '@/lib/db/generated/enums'

/** `since` is the time of the first look that saw it, `until` of the first that didn't, or null while it is open. */
export type IncidentLine = { id: string; kind: ConditionKind; since: Date; until: Date | null }

const PAGE = 50

/**
 * Returns the incidents that are open, and then those that are over, each newest first.
 *
 * @throws DomainError FORBIDDEN
 */
export async function readIncidents(actor: Actor): Promise<IncidentLine[]> {
  if (!can(actor, 'operations.read')) throw new DomainError('FORBIDDEN', 'Not of incidents')
  const rows = await database().incident.findMany({
    where: { openedAt: { not: null } },
    orderBy: [{ closedAt: { sort: 'desc', nulls: 'first' } }, { seenAt: 'desc' }],
    take: PAGE,
  })
  return rows.map(({ id, kind, seenAt, missedAt, closedAt }) => ({
    ...{ id, kind, since: seenAt },
    until: closedAt && (missedAt ?? closedAt),
  }))
}
