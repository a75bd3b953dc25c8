import 'server-only'
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { EmbeddedDatabaseError } from './database-errors'
import { type Binaries, postgresBinaries } from './postgres-binaries'
import { disownLockFile, isPostgres, type Postmaster, readPostmaster } from './postmaster'
import { type Launch, unprivilegedLaunch } from './unprivileged'

const USER = 'zhunxin'
const START_LIMIT_MS = 60_000
/** Of a socket's path, in bytes: macOS cuts at 104, Linux at 108, each with a closing zero. */
const SOCKET_PATH_LIMIT = 103
const LOG_LIMIT = 10 * 1024 * 1024

export type EmbeddedDatabase = {
  /** Of one of its databases; by default the portal's own. */
  url(database?: string): string
  /** Whether it ran already: another process uses it, or a killed one left it. */
  wasRunning: boolean
  isRunning(): boolean
  /** Ends it in order, and returns when it has ended; leaves it to others when they are connected. */
  stop(): Promise<void>
}

export type EmbeddedOptions = {
  /** Its folder `postgres`, its password and its log stand in here. */
  dataFolder: string
  /** False only where a loss of power may cost everything, as in tests. */
  isDurable?: boolean
}

/**
 * Starts a PostgreSQL of our own, or takes up the one that runs on the folder already. On Unix it is reached by a socket
 * in a folder of mode 0700 and by no port; everywhere with a random password.
 *
 * @throws EmbeddedDatabaseError
 */
export async function startEmbedded({ dataFolder, isDurable = true }: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const binaries = postgresBinaries()
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const place: Place = {
    dataFolder,
    cluster: path.join(dataFolder, 'postgres'),
    password: passwordOf(dataFolder),
    logFile: path.join(dataFolder, 'postgres.log'),
    launch: unprivilegedLaunch(dataFolder, binaries.postgres),
    binaries,
    isDurable,
  }
  if (!existsSync(path.join(place.cluster, 'PG_VERSION'))) await makeCluster(place)
  const { postmaster, wasRunning } = await running(place)
  const url = (database = USER) => urlOf(place, postmaster, database)
  await makeDatabase(url)
  return {
    url,
    wasRunning,
    isRunning: () => isPostgres(postmaster.pid),
    stop: () => stop(place, postmaster, url('postgres')),
  }
}

type Place = {
  dataFolder: string
  cluster: string
  password: string
  logFile: string
  launch: Launch
  binaries: Binaries
  isDurable: boolean
}

function passwordOf(dataFolder: string): string {
  const file = path.join(dataFolder, 'postgres.password')
  try {
    writeFileSync(file, randomBytes(24).toString('base64url'), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(file, 'utf8')
}

/** Made beside its place and renamed into it, so that a kill half-way leaves no half of a cluster. */
async function makeCluster({ cluster, password, launch, binaries, isDurable }: Place): Promise<void> {
  for (const name of readdirSync(path.dirname(cluster))) {
    const pid = /^postgres\.new-(\d+)$/.exec(name)?.[1]
    if (pid && !isAlive(Number(pid))) rmSync(path.join(path.dirname(cluster), name), { recursive: true, force: true })
  }
  const folder = `${cluster}.new-${process.pid}`
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { mode: 0o700 })
  writeFileSync(path.join(folder, 'pw'), password, { mode: 0o600 })
  mkdirSync(path.join(folder, 'cluster'), { mode: 0o700 })
  launch.own(folder)
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const [program, args] = launch.command(binaries.initdb, [
    `--pgdata=${path.join(folder, 'cluster')}`,
    `--username=${USER}`,
    `--pwfile=${path.join(folder, 'pw')}`,
    '--auth=scram-sha-256',
    '--data-checksums',
    ...locale,
    ...(isDurable ? [] : ['--no-sync']),
  ])
  const { code, output } = await outcome(spawn(program, args, { ...launch.identity, env: ENVIRONMENT, cwd: '/' }))
  if (code !== 0) throw new EmbeddedDatabaseError(`The embedded database can't be made: ${lastLine(output)}`)
  try {
    renameSync(path.join(folder, 'cluster'), cluster)
  } catch (error) {
    if (!existsSync(path.join(cluster, 'PG_VERSION'))) throw error // another process was faster
  }
  rmSync(folder, { recursive: true, force: true })
}

async function running(place: Place): Promise<{ postmaster: Postmaster; wasRunning: boolean }> {
  const until = Date.now() + START_LIMIT_MS
  let said = ''
  while (Date.now() < until) {
    const found = readPostmaster(place.cluster)
    if (found && isPostgres(found.pid)) {
      const answer = await probe(urlOf(place, found, 'postgres'))
      if (answer === 'ready') return { postmaster: found, wasRunning: true }
      if (answer === 'refused')
        throw new EmbeddedDatabaseError(`${place.logFile}: its password is not the one it was made with.`)
      await sleep(50)
      continue
    }
    if (found) disownLockFile(place.cluster)
    const started = await startServer(place, found, until)
    if ('postmaster' in started) return { postmaster: started.postmaster, wasRunning: false }
    said = started.said
    // Processes of a killed server may need a moment to go, and another process may be starting it too.
    if (!/lock file|shared memory|could not bind/i.test(said)) break
    await sleep(200)
  }
  throw new EmbeddedDatabaseError(
    `The embedded database doesn't start (${place.logFile}): ${lastLine(said) || 'it took too long'}`,
  )
}

async function startServer(
  place: Place,
  before: Postmaster | undefined,
  until: number,
): Promise<{ postmaster: Postmaster } | { said: string }> {
  const address = await addressFor(place, before)
  const log = openLog(place.logFile)
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
    if ((await probe(urlOf(place, found, 'postgres'))) === 'ready') return { postmaster: found }
  }
  child.kill('SIGINT')
  return { said: '' }
}

/** A socket in the data folder, or in a folder of its own where that path is too long; a port where Node knows no such socket. */
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

function openLog(file: string): number {
  const log = openSync(file, 'a', 0o600)
  if (fstatSync(log).size > LOG_LIMIT) ftruncateSync(log)
  return log
}

/** None of ours: no PG… variable and no preloaded library reaches it. */
const ENVIRONMENT = { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC' } as unknown as NodeJS.ProcessEnv

function urlOf({ password }: Place, { port, socketFolder }: Omit<Postmaster, 'pid'>, database: string): string {
  if (!socketFolder) return `postgresql://${USER}:${password}@127.0.0.1:${port}/${database}`
  return `postgresql://${USER}:${password}@localhost:${port}/${database}?host=${encodeURIComponent(socketFolder)}`
}

async function probe(url: string): Promise<'ready' | 'not yet' | 'refused'> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  try {
    await client.connect()
    await client.end()
    return 'ready'
  } catch (error) {
    return (error as { code?: string }).code === '28P01' ? 'refused' : 'not yet'
  }
}

async function makeDatabase(url: (database: string) => string): Promise<void> {
  const client = new pg.Client({ connectionString: url('postgres') })
  await client.connect()
  try {
    await client.query(`CREATE DATABASE ${USER}`)
  } catch (error) {
    if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error // it is there
  } finally {
    await client.end()
  }
}

async function stop({ cluster }: Place, { pid }: Postmaster, url: string): Promise<void> {
  if (await isUsedByOthers(url)) return
  if (readPostmaster(cluster)?.pid !== pid || !isPostgres(pid)) return
  process.kill(pid, 'SIGINT') // fast shutdown: open transactions are rolled back
  for (let waited = 0; waited < 30_000 && isPostgres(pid); waited += 20) await sleep(20)
}

async function isUsedByOthers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  try {
    await client.connect()
    for (let tries = 0; tries < 20; tries += 1) {
      const { rows } = await client.query(
        "SELECT 1 FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() LIMIT 1",
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

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function outcome(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = ''
  child.stdout?.on('data', (chunk) => (output += chunk))
  child.stderr?.on('data', (chunk) => (output += chunk))
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, output: error.message }))
    child.once('close', (code) => resolve({ code, output }))
  })
}

const lastLine = (text: string) => text.trim().split('\n').at(-1) ?? ''
