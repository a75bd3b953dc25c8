import 'server-only'
import { MINUTE, SECOND } from '@/lib/core/clock'
import { database } from '@/lib/db/client'
import { CONDITIONS } from '../conditions/table'
import { tryInTime } from '../with-timeout'
import { CHECK_INTERVAL } from './check-interval'
import { closeIncident } from './close-incident'
import { openIncident } from './open-incident'

const KIND = 'UPLOADS_CLOSED'

/**
 * A portal that opens no files looks so often that no two looks of others, which would close the incident, are without
 * one of its own between.
 */
const CLOSED_AGAIN = (CHECK_INTERVAL / 2) * SECOND
/** A probe that was late has its result soon. */
const UNKNOWN_AGAIN = 5 * SECOND

/**
 * Watches whether this portal opens files. Each portal does so: it decodes what it receives, and neither the worker nor
 * another portal knows its system. What it saw twice, at least half a minute apart, is an incident, which two looks of
 * any portal close once none sees it any more. The worker notifies administrators.
 *
 * @returns what looks once, and says after how many milliseconds to look again
 */
export function watchUploads(): () => Promise<number> {
  let closedFrom: number | undefined
  return async () => {
    const { found } = await tryInTime(() => CONDITIONS[KIND].probe(), { condition: KIND })
    if (!found) return UNKNOWN_AGAIN
    if (!found.holds) {
      closedFrom = undefined
      if ((await database().incident.count({ where: { kind: KIND, closedAt: null } })) > 0) await closeIncident(KIND)
      return MINUTE
    }
    closedFrom ??= performance.now()
    const seenFor = (performance.now() - closedFrom) / SECOND
    if (seenFor >= CHECK_INTERVAL) await openIncident(KIND, seenFor)
    return CLOSED_AGAIN
  }
}
