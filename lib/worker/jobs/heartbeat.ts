import 'server-only'
import { hostname } from 'node:os'
import { SECOND } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { newId } from '@/lib/core/ids'
import { installationId } from '@/lib/core/installation-id'
import { startInterval, startTimeout } from '@/lib/core/timers'
import { database } from '@/lib/db/client'

const EVERY = 5 * SECOND
/** A worker counts as dead after so many seconds of silence. */
export const SILENCE = 30
/** Seconds after which a beat was late: the database was unavailable, or this process was paused. */
const LATE = 10
/**
 * A finished job still counts as worked on for this time: pg-boss records its end after that, and an active job
 * without a worker would be released.
 */
const NOTING = 30 * SECOND

/** Describes the life of this worker, as the others see it. */
export type Heartbeat = {
  id: string
  /** Records that this worker works on a job, before it starts. */
  hold(jobId: string): Promise<void>
  /** Records that the work has ended. */
  letGo(jobId: string): void
  /** Records that this worker has ended. */
  stop(): Promise<void>
}

/**
 * Writes that this worker lives and which jobs it works on, every five seconds, into a row of its own. Rows of workers
 * that were killed are removed after a day.
 */
export async function startHeartbeat(): Promise<Heartbeat> {
  const self: Self = { id: newId(), installationId: await installationId(env().ZHUNXIN_DATA) }
  const held = new Set<string>()
  const beat = () => write(self, [...held])
  await database().$executeRaw`
    DELETE FROM worker_heartbeats WHERE beat_at < clock_timestamp() - interval '1 day'`
  await beat()
  const timer = startInterval(beat, EVERY, { room: 'worker' })
  timer.unref()
  return {
    id: self.id,
    async hold(jobId) {
      held.add(jobId)
      await beat()
    },
    letGo: (jobId) => void startTimeout(() => held.delete(jobId), NOTING).unref(),
    async stop() {
      clearInterval(timer)
      await database().workerHeartbeat.deleteMany({ where: { id: self.id } })
    },
  }
}

type Self = { id: string; installationId: string }

async function write(self: Self, jobIds: readonly string[]): Promise<void> {
  await database().$executeRaw`
    INSERT INTO worker_heartbeats AS known (id, installation_id, host, pid, job_ids, started_at, steady_since, beat_at)
    VALUES (${self.id}::uuid, ${self.installationId}::uuid, ${hostname()}, ${process.pid}, ${jobIds}::uuid[],
      clock_timestamp(), clock_timestamp(), clock_timestamp())
    ON CONFLICT (id) DO UPDATE SET job_ids = excluded.job_ids, beat_at = excluded.beat_at, steady_since = CASE
      WHEN known.beat_at < excluded.beat_at - make_interval(secs => ${LATE}) THEN excluded.beat_at
      ELSE known.steady_since END`
}
