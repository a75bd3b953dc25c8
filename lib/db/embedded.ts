import 'server-only'
import { existsSync, mkdirSync, readFileSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { APPLICATION, makeCluster, type Place, passwordOf, USER } from './embedded-cluster'
import { rotateLog } from './embedded-log'
import { running, urlOf } from './embedded-server'
import { OWN_CONNECTIONS } from './own-connections'
import type { DatabaseLogins } from './owner'
import { postgresBinaries } from './postgres-binaries'
import { isPostgres, type Postmaster, readPostmaster } from './postmaster'
import { unprivilegedLaunch } from './unprivileged'

export type EmbeddedDatabase = {
  /** Returns the owner's address of one of its databases; by default the portal's own. */
  url(database?: string): string
  /** Returns the same for the application's login. */
  applicationUrl(database?: string): string
  /** Says that it was running already: another process uses it, or a killed one left it. */
  wasRunning: boolean
  isRunning(): boolean
  /** Rotates its log when it is long; to be called now and then. */
  rotateLog(): void
  /** Stops it in order, and resolves when it has stopped; leaves it running when others are connected. */
  stop(): Promise<void>
}

/** duplicate_database, or the unique violation that it is for two at once. */
const MADE_BY_ANOTHER = new Set(['42P04', '23505'])

export const loginsOf = (server: EmbeddedDatabase, database?: string): DatabaseLogins => ({
  application: server.applicationUrl(database),
  owner: server.url(database),
})

export type EmbeddedOptions = {
  /** Contains the folder `postgres`, the password and the log. */
  dataFolder: string
  /** False only where a loss of power may cost everything, as in tests. */
  isDurable?: boolean
  /** Replaces the folder `postgres`. */
  cluster?: string
}

/**
 * Starts a PostgreSQL of our own, or takes up the one that runs on the folder already. On Unix it is reached by a
 * socket in a folder of mode 0700 and by no port; everywhere with a random password.
 *
 * @throws EmbeddedDatabaseError
 */
export async function startEmbedded({
  dataFolder: given,
  isDurable = true,
  cluster,
}: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const binaries = postgresBinaries()
  mkdirSync(given, { recursive: true, mode: 0o700 })
  const dataFolder = realpathSync(given)
  const place: Place = {
    dataFolder,
    cluster: cluster ? realpathSync(cluster) : path.join(dataFolder, 'postgres'),
    password: passwordOf(dataFolder, 'postgres.password'),
    applicationPassword: passwordOf(dataFolder, 'postgres-app.password'),
    logFile: path.join(dataFolder, 'postgres.log'),
    launch: unprivilegedLaunch(dataFolder, binaries.postgres),
    binaries,
    isDurable,
  }
  if (!existsSync(path.join(place.cluster, 'PG_VERSION'))) await makeCluster(place)
  const { postmaster, wasRunning } = await running(place)
  const url = (database = USER) => urlOf(place, postmaster, database)
  await makeDatabase(url('postgres'))
  await makeApplicationLogin(url('postgres'), place.applicationPassword)
  return {
    url,
    applicationUrl: (database = USER) => urlOf(place, postmaster, database, [APPLICATION, place.applicationPassword]),
    wasRunning,
    isRunning: () => isPostgres(postmaster.pid, place.cluster),
    rotateLog: () => rotateLog(place.logFile),
    stop: () => stop(place, postmaster, url('postgres')),
  }
}

/**
 * The logins of the embedded server of a data folder, as it runs now. Starts and makes nothing.
 *
 * @returns null when it does not run
 */
export function loginsOfRunning(dataFolder: string): DatabaseLogins | null {
  if (!existsSync(dataFolder)) return null
  const cluster = path.join(realpathSync(dataFolder), 'postgres')
  const postmaster = readPostmaster(cluster)
  if (!postmaster || !isPostgres(postmaster.pid, cluster)) return null
  const secret = (name: string) => readFileSync(path.join(dataFolder, name), 'utf8')
  return {
    owner: urlOf({ password: secret('postgres.password') }, postmaster, USER),
    application: urlOf({ password: '' }, postmaster, USER, [APPLICATION, secret('postgres-app.password')]),
  }
}

async function makeDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [USER])
    if (rows.length === 0) await client.query(`CREATE DATABASE ${USER}`)
  } catch (error) {
    if (!MADE_BY_ANOTHER.has((error as { code?: string }).code ?? '')) throw error
  } finally {
    await client.end()
  }
}

/** The advisory lock of the start that makes the application's login: two at once would fail. */
const LOGIN_LOCK = 72707373

/**
 * Makes the application's login, or brings the one that is there back to what it must be: a cluster from before the two
 * logins has none, and a restored one has another password. It enters no database but the portal's.
 */
async function makeApplicationLogin(url: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('BEGIN')
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOGIN_LOCK])
    const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [APPLICATION])
    if (rowCount === 0) await client.query(`CREATE ROLE ${APPLICATION}`)
    await client.query(
      `ALTER ROLE ${APPLICATION} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION NOBYPASSRLS
       PASSWORD ${pg.escapeLiteral(password)}`,
    )
    await client.query('REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC')
    await client.query('COMMIT')
  } finally {
    await client.end()
  }
}

async function stop({ cluster }: Place, { pid }: Postmaster, url: string): Promise<void> {
  if (await isUsedByOthers(url)) return
  if (readPostmaster(cluster)?.pid !== pid || !isPostgres(pid, cluster)) return
  process.kill(pid, 'SIGINT') // fast shutdown: open transactions are rolled back
  for (let waited = 0; waited < 30_000 && isPostgres(pid, cluster); waited += 20) await sleep(20)
}

async function isUsedByOthers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  try {
    await client.connect()
    for (let tries = 0; tries < 20; tries += 1) {
      const { rows } = await client.query(
        `SELECT 1 FROM pg_stat_activity
         WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND split_part(application_name, '/', 1) <> $1
         LIMIT 1`,
        [OWN_CONNECTIONS],
      )
      if (rows.length === 0) return false
      await sleep(50) // connections of ours may be on their way out
    }
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}
