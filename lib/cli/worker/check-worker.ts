import 'server-only'
import { hostname } from 'node:os'
import { installationId } from '@/lib/core/installation-id'
import { loginsOfRunning } from '@/lib/db/embedded'
import { asOwner } from '@/lib/db/owner'
import { SILENCE } from '@/lib/worker/jobs/heartbeat'
import { readInstallation } from '../start/prepare-installation'
import { StartRefusal } from '../start/run-program'

/** Describes what is known of the worker of this host and data folder. */
export type WorkerCheck = {
  isAlive: boolean
  /** Seconds since it was last heard of; null when there is none. */
  silentFor: number | null
  /** The queues whose jobs it works on. */
  worksOn: readonly string[]
}

/**
 * Returns whether the worker of this host and data folder is alive, on the database's clock. Starts and changes
 * nothing.
 *
 * @throws StartRefusal, DatabaseUnreachableError
 */
export async function checkWorker(): Promise<WorkerCheck> {
  const { given, dataFolder } = readInstallation()
  const logins = given ?? loginsOfRunning(dataFolder)
  if (!logins) throw new StartRefusal(`No database runs in ${dataFolder}, and DATABASE_URL is not set.`)
  const id = await installationId(dataFolder)
  const { rows } = await asOwner(
    (client) =>
      client.query<Omit<WorkerCheck, 'isAlive'>>(
        `SELECT extract(epoch FROM clock_timestamp() - beat_at)::float AS "silentFor",
           ARRAY(SELECT name FROM pgboss.job WHERE id = ANY (job_ids) AND state = 'active' ORDER BY name) AS "worksOn"
         FROM worker_heartbeats WHERE installation_id = $1 AND host = $2 ORDER BY beat_at DESC LIMIT 1`,
        [id, hostname()],
      ),
    logins.owner,
  )
  const [found = { silentFor: null, worksOn: [] }] = rows
  return { isAlive: found.silentFor !== null && found.silentFor < SILENCE, ...found }
}
