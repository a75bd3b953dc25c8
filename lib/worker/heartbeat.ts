import 'server-only'
import { SECOND } from '@/lib/core/clock'
import { logBug } from '@/lib/core/log'
import { database } from '@/lib/db/client'

const EVERY = 10 * SECOND
/** After which a silent worker counts as gone. */
const SILENCE = 45

async function beat(): Promise<void> {
  await database().$executeRaw`
    INSERT INTO worker_heartbeats (id, beat_at) VALUES ('worker', clock_timestamp())
    ON CONFLICT (id) DO UPDATE SET beat_at = excluded.beat_at`
}

/** Writes that the worker lives, every ten seconds. */
export async function startHeartbeat(): Promise<{ stop(): void }> {
  await beat()
  const timer = setInterval(() => void beat().catch((error) => logBug(error, { room: 'worker' })), EVERY)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}

/** Whether a worker has been heard of lately, on the database's clock. */
export async function isWorkerAlive(): Promise<boolean> {
  const rows = await database().$queryRaw<unknown[]>`
    SELECT 1 FROM worker_heartbeats WHERE beat_at > clock_timestamp() - make_interval(secs => ${SILENCE})`
  return rows.length > 0
}
