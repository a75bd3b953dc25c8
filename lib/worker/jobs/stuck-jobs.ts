import 'server-only'
import { database } from '@/lib/db/client'
import { QUEUES, type QueueName } from './queues'

type Limits = {
  /** Limits the minutes for which a job may wait, or run. */
  minutes: number
  /** Limits how many runs in a row may fail. */
  failures: number
}

/** Returns the scheduled jobs that wait or run for longer than they may, and those whose last runs all failed. */
export async function stuckJobs({ minutes, failures }: Limits): Promise<QueueName[]> {
  const rows = await database().$queryRaw<{ name: QueueName }[]>`
    WITH completed AS (
      SELECT name, max(completed_on) AS at FROM pgboss.job WHERE state = 'completed' GROUP BY name)
    SELECT job.name FROM pgboss.job LEFT JOIN completed USING (name)
    WHERE job.name = ANY(${[...QUEUES]})
    GROUP BY job.name
    HAVING bool_or(state IN ('created', 'retry') AND start_after < clock_timestamp() - make_interval(mins => ${minutes}::int))
      OR bool_or(state = 'active' AND started_on < clock_timestamp() - make_interval(mins => ${minutes}::int))
      OR count(*) FILTER (
        WHERE state = 'failed' AND completed_on > coalesce(completed.at, '-infinity')) >= ${failures}
    ORDER BY job.name`
  return rows.map(({ name }) => name)
}
