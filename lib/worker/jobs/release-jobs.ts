import 'server-only'
import { log } from '@/lib/core/log'
import { database } from '@/lib/db/client'
import { SILENCE } from './heartbeat'

/** A job that kills each worker that claims it must fail in the end. */
const MAX_RELEASES = 2

/**
 * Gives the jobs of killed workers to the living. A queue does one job at a time, so that a job that nobody works on
 * any more would stop it until it expires. A job is released when it has been active for half a minute and no living
 * worker says that it works on it; the third time it fails instead, and comes back by the clock.
 *
 * After the database was unavailable every worker has been silent. So a worker releases nothing until its own heart has
 * beaten steadily for as long as a silence lasts: by then those that live have been heard of.
 *
 * A released job has another id: a worker that was only cut off can't complete, by the old one, what another works on.
 *
 * @param workerId the worker that looks
 * @returns how many were released
 */
export async function releaseJobs(workerId: string): Promise<number> {
  const released = await database().$queryRaw<{ queue: string; state: string }[]>`
    UPDATE pgboss.job SET id = gen_random_uuid(),
      state = (CASE WHEN retry_count < ${MAX_RELEASES} THEN 'retry' ELSE 'failed' END)::pgboss.job_state,
      completed_on = CASE WHEN retry_count < ${MAX_RELEASES} THEN NULL ELSE now() END
    WHERE state = 'active' AND started_on < now() - make_interval(secs => ${SILENCE})
      AND EXISTS (
        SELECT FROM worker_heartbeats self WHERE self.id = ${workerId}::uuid
          AND self.steady_since < clock_timestamp() - make_interval(secs => ${SILENCE})
      )
      AND NOT EXISTS (
        SELECT FROM worker_heartbeats living WHERE job.id = ANY (living.job_ids)
          AND living.beat_at > clock_timestamp() - make_interval(secs => ${SILENCE})
      )
    RETURNING name AS queue, state::text`
  for (const job of released) log.warn(job, 'a job of a worker that ended was released')
  return released.length
}
