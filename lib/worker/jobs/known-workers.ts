import 'server-only'
import { database } from '@/lib/db/client'
import { SILENCE } from './heartbeat'
import type { QueueName } from './queues'

export type KnownWorker = {
  id: string
  host: string
  pid: number
  startedAt: Date
  beatAt: Date
  /** Says whether the silence is so long that the worker counts as dead. */
  isSilent: boolean
  /** Lists the queues that it works on. */
  jobs: QueueName[]
}

const MAX = 50

/** Returns the workers that were heard of in the last day and did not say that they ended, on the database's clock. */
export function knownWorkers(): Promise<KnownWorker[]> {
  return database().$queryRaw<KnownWorker[]>`
    SELECT id::text, host, pid, started_at AS "startedAt", beat_at AS "beatAt",
      beat_at <= clock_timestamp() - make_interval(secs => ${SILENCE}) AS "isSilent",
      ARRAY(SELECT name FROM pgboss.job WHERE job.id = ANY(job_ids) AND state = 'active' ORDER BY name) AS jobs
    FROM worker_heartbeats
    WHERE beat_at > clock_timestamp() - interval '1 day'
    ORDER BY "isSilent", host, started_at
    LIMIT ${MAX}`
}
