import 'server-only'
import { database } from '@/lib/db/client'

/** Seconds after which an event without a place in the log is too old. */
const LATE = 30

/**
 * Returns whether events wait for the sequencer for longer than half a minute, on the database's clock. An event whose
 * own transaction ended late counts only after the sequencer's next run: it checks every second.
 */
export async function isSequencerBehind(): Promise<boolean> {
  const rows = await database().$queryRaw<unknown[]>`
    SELECT 1
    FROM (SELECT event_id FROM audit_pending ORDER BY event_id LIMIT 1) p
    JOIN audit_events e ON e.id = p.event_id
    WHERE e.at < clock_timestamp() - make_interval(secs => ${LATE})`
  return rows.length > 0
}
