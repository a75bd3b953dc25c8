import 'server-only'
import { database } from '@/lib/db/client'
import { QUEUES, type QueueName } from './queues'

export type FailedJob = { name: QueueName; times: number; lastAt: Date }

/**
 * Returns the scheduled jobs of which a run failed in the last so many hours, on the database's clock, most often
 * first.
 */
export function failedJobs({ hours }: { hours: number }): Promise<FailedJob[]> {
  return database().$queryRaw<FailedJob[]>`
    SELECT name, count(*)::int AS times, max(completed_on) AS "lastAt"
    FROM (
      SELECT name, state, completed_on FROM pgboss.job
      UNION ALL SELECT name, state, completed_on FROM pgboss.archive
    ) job
    WHERE state = 'failed' AND name = ANY(${[...QUEUES]})
      AND completed_on > clock_timestamp() - make_interval(hours => ${hours}::int)
    GROUP BY name
    ORDER BY times DESC, name`
}
