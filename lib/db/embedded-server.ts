import 'server-only'
import { spawn } from 'node:child_process'
import { chmodSync, closeSync, fstatSync, lstatSync, mkdirSync, mkdtempSync, openSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { EmbeddedDatabaseError } from './database-errors'
import { ENVIRONMENT, outcome, type Place, reasonIn, USER } from './embedded-cluster'
import { rotateLog } from './embedded-log'
import { disownLockFile, isPostgres, type Postmaster, readPostmaster } from './postmaster'

/** Recovery after a crash can take a while. */
const START_LIMIT_MS = 300_000
/** Processes of a killed server need a moment to go, and another process may be starting it too. */
const MAY_PASS = /lock file|shared memory|could not bind/i
const RETRIES = 100
/** Limits the length of a socket's path, in bytes: macOS cuts at 104, Linux at 108, each with a closing zero. */
const SOCKET_PATH_LIMIT = 103
const WRONG_PASSWORD = '28P01'

/** Returns the server of a cluster: the running one, or one started now. */
export async function running(place: Place): Promise<{ postmaster: Postmaster; wasRunning: boolean }> {
  const until = Date.now() + START_LIMIT_MS
  for (let retries = 0; Date.now() < until; ) {
    const found = readPostmaster(place.cluster)
    if (found && (await probe(urlOf(place, found, 'postgres'), place))) return { postmaster: found, wasRunning: true }
    if (found && isPostgres(found.pid, place.cluster)) {
      await sleep(50) // on its way up or down
      continue
    }
    if (found) disownLockFile(place.cluster, found.pid)
    const started = await startServer(place, found, until)
    if ('postmaster' in started) return { postmaster: started.postmaster, wasRunning: false }
    retries += 1
    if (retries > RETRIES || !MAY_PASS.test(started.said)) throw notStarted(place, reasonIn(started.said))
    await sleep(200)
  }
  throw notStarted(place, 'it took too long')
}

const notStarted = ({ logFile }: Place, why: string) =>
  new EmbeddedDatabaseError(`The embedded database doesn't start: ${why} (${logFile})`)

async function startServer(
  place: Place,
  before: Postmaster | undefined,
  until: number,
): Promise<{ postmaster: Postmaster } | { said: string }> {
  const address = await addressFor(place, before)
  place.launch.own(place.cluster)
  rotateLog(place.logFile)
  const log = openSync(place.logFile, 'a', 0o600)
  const from = fstatSync(log).size
  const settings = [
    `listen_addresses=${address.socketFolder ? '' : '127.0.0.1'}`,
    `unix_socket_directories=${address.socketFolder}`,
    'unix_socket_permissions=0700',
    `port=${address.port}`,
    'timezone=UTC',
    'log_timezone=UTC',
    'log_error_verbosity=terse', // details quote values
    'log_min_error_statement=panic',
    ...(place.isDurable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200']),
  ]
  const [program, args] = place.launch.command(place.binaries.postgres, [
    '-D',
    place.cluster,
    ...settings.flatMap((setting) => ['-c', setting]),
  ])
  // Detached: a Ctrl-C in the terminal is for the portal, which stops it when it is done with it.
  const child = spawn(program, args, {
    ...place.launch.identity,
    env: ENVIRONMENT,
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'ignore', log],
  })
  closeSync(log)
  const gone = outcome(child)
  child.unref()
  while (Date.now() < until) {
    const ended = await Promise.race([gone, sleep(20)])
    if (ended) return { said: `${ended.output}${readFileSync(place.logFile).subarray(from).toString('utf8')}` }
    const found = readPostmaster(place.cluster)
    if (!found || found.pid !== child.pid || found.port !== address.port) continue
    if (await probe(urlOf(place, found, 'postgres'), place)) return { postmaster: found }
  }
  child.kill('SIGINT')
  return { said: '' }
}

/**
 * A socket in the data folder, or in a folder of its own where that path is too long; a port where Node knows no such
 * socket.
 */
async function addressFor(
  { dataFolder, launch }: Place,
  before: Postmaster | undefined,
): Promise<Omit<Postmaster, 'pid'>> {
  if (process.platform === 'win32') return { port: await freePort(), socketFolder: '' }
  let socketFolder = path.join(dataFolder, 'run')
  if (Buffer.byteLength(path.join(socketFolder, '.s.PGSQL.5432')) > SOCKET_PATH_LIMIT) {
    const last = before?.socketFolder
    socketFolder = last && isOurs(last) ? last : mkdtempSync(path.join(tmpdir(), 'zhunxin-'))
  }
  mkdirSync(socketFolder, { recursive: true, mode: 0o700 })
  chmodSync(socketFolder, 0o700)
  launch.own(socketFolder)
  return { port: 5432, socketFolder }
}

function isOurs(folder: string): boolean {
  const stat = lstatSync(folder, { throwIfNoEntry: false })
  return stat?.isDirectory() === true && stat.uid === process.getuid?.()
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** Returns the address of a database for the owner, or for another login. */
export function urlOf(
  { password }: Pick<Place, 'password'>,
  { port, socketFolder }: Omit<Postmaster, 'pid'>,
  database: string,
  [name, secret]: readonly [string, string] = [USER, password],
): string {
  if (!socketFolder) return `postgresql://${name}:${secret}@127.0.0.1:${port}/${database}`
  return `postgresql://${name}:${secret}@localhost:${port}/${database}?host=${encodeURIComponent(socketFolder)}`
}

/** Returns whether it accepts connections. */
async function probe(url: string, { dataFolder }: Place): Promise<boolean> {
  try {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
    await client.connect()
    await client.end()
    return true
  } catch (error) {
    if ((error as { code?: string }).code !== WRONG_PASSWORD) return false
    throw new EmbeddedDatabaseError(`The embedded database refuses the password in ${dataFolder}/postgres.password.`)
  }
}
