import 'server-only'
import { database } from '@/lib/db/client'
import { SILENCE } from './jobs/heartbeat'

/** Returns whether any worker reported recently, on the database's clock. */
export async function isWorkerAlive(): Promise<boolean> {
  const rows = await database().$queryRaw<unknown[]>`
    SELECT 1 FROM worker_heartbeats WHERE beat_at > clock_timestamp() - make_interval(secs => ${SILENCE}) LIMIT 1`
  return rows.length > 0
}
