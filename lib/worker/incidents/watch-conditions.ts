import 'server-only'
import { database } from '@/lib/db/client'
import { lookAtConditions } from '../conditions/look-at-conditions'
import { closeIncident } from './close-incident'
import { notifyOfIncidents } from './notify-of-incidents'
import { openIncident } from './open-incident'

/**
 * Looks at the conditions, opens an incident for each that a second look still sees, closes those that two looks don't see any
 * more, and notifies administrators. What a probe can't tell changes nothing. Run by the worker, each minute.
 */
export async function watchConditions(): Promise<void> {
  const looks = await lookAtConditions()
  const rows = await database().incident.findMany({ where: { closedAt: null }, select: { kind: true } })
  const current = new Set(rows.map(({ kind }) => kind))
  for (const { kind, finding } of looks) {
    if (finding?.holds) await openIncident(kind)
    else if (finding && current.has(kind)) await closeIncident(kind)
  }
  await notifyOfIncidents()
}
