import 'server-only'
import { database } from '@/lib/db/client'
import { checkConditions } from '../conditions/check-conditions'
import { CONDITIONS } from '../conditions/table'
import { closeIncident } from './close-incident'
import { notifyOfIncidents } from './notify-of-incidents'
import { openIncident } from './open-incident'

/**
 * Checks the conditions, opens an incident for each that a second check still finds, closes those that two checks don't
 * find any more, and notifies administrators. A probe without a result changes nothing. The worker runs it each minute,
 * and leaves to each portal what that alone knows (`watchUploads`).
 */
export async function watchConditions(): Promise<void> {
  const checks = await checkConditions()
  const rows = await database().incident.findMany({ where: { closedAt: null }, select: { kind: true } })
  const current = new Set(rows.map(({ kind }) => kind))
  for (const { kind, finding } of checks.filter((check) => !CONDITIONS[check.kind].isOfPortal)) {
    if (finding?.holds) await openIncident(kind)
    else if (finding && current.has(kind)) await closeIncident(kind)
  }
  await notifyOfIncidents()
}
