import 'server-only'
import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs'
import { importTombstones } from '@/lib/backup/import-tombstones'
import { restoringFolder } from '@/lib/backup/restore-place'
import { type Env, env, parseEnv } from '@/lib/core/env'
import { readSecrets } from '@/lib/core/environment/env-secrets'
import { startInterval } from '@/lib/core/timers'
import { startHoldingKeyring } from '@/lib/crypto/keyring-holders'
import { disconnect } from '@/lib/db/client'
import { type EmbeddedDatabase, loginsOf, startEmbedded } from '@/lib/db/embedded'
import { OWN_CONNECTIONS } from '@/lib/db/own-connections'
import type { DatabaseLogins } from '@/lib/db/owner'
import { messagingMode } from '@/lib/notifications/gateways/mode'
import { keepReadingEntered } from '@/lib/staff/operator/editions'
import { prepareDatabase } from '@/lib/worker/jobs/prepare-database'
import { readyKeyring } from './keys'
import { type OnStop, printError, printLine, StartRefusal } from './run-program'
import type { HoldFolder } from './single-instance'

/** Replaces the embedded database's address until that has one. */
const EMBEDDED = 'postgresql://zhunxin@localhost/zhunxin'
const WATCH_MS = 1_000

/**
 * Prepares what each program of ours needs: a valid environment, a data folder, a database that is up to date, and the
 * keys that it was sealed with.
 *
 * @param hold called when the database answers, before it is changed
 */
export async function prepareInstallation(onStop: OnStop, hold?: HoldFolder): Promise<Env> {
  const settings = await prepareInstallationDatabase(onStop, hold)
  await readyKeyring()
  const holding = await startHoldingKeyring()
  onStop(() => holding.stop())
  const erased = await importTombstones()
  if (erased > 0)
    printLine(`Erased again what a restore had brought back, by this folder's tombstones: ${erased} keys.`)
  return settings
}

/** Prepares the same without its keys: for programs that change those. */
export async function prepareInstallationDatabase(onStop: OnStop, hold?: HoldFolder): Promise<Env> {
  const { given, dataFolder } = readInstallation()
  refuseHalfRestored(dataFolder)
  makePrivate(dataFolder)
  const logins = given ?? (await startOwnDatabase(dataFolder, onStop))
  setLogins(logins)
  messagingMode()
  await hold?.(logins.owner, dataFolder)
  const applied = await prepareDatabase(logins)
  if (applied.length > 0) printLine(`Database migrated: ${applied.join(', ')}.`)
  onStop(disconnect)
  const stopReading = await keepReadingEntered()
  onStop(async () => stopReading())
  return env()
}

/** Sets this process's environment, from which each connection is made. */
export function setLogins({ application, owner }: DatabaseLogins): void {
  process.env.DATABASE_URL = application
  process.env.DATABASE_OWNER_URL = owner
}

/**
 * Reads from the environment which database and which data folder to use.
 *
 * @returns `given`: the logins of a database of one's own; undefined for the embedded one, in the data folder.
 *   `keyring`: the value of ZHUNXIN_KEYRING
 */
export function readInstallation(): {
  given: DatabaseLogins | undefined
  dataFolder: string
  keyring: string | undefined
} {
  readSecrets(process.env)
  const application = process.env.DATABASE_URL || undefined
  const owner = process.env.DATABASE_OWNER_URL || undefined
  if (owner && !application) throw new StartRefusal('DATABASE_OWNER_URL needs DATABASE_URL, the application’s login.')
  const { ZHUNXIN_DATA: dataFolder, ZHUNXIN_KEYRING: keyring } = parseEnv({
    ...process.env,
    DATABASE_URL: application ?? EMBEDDED,
  })
  process.env.PGAPPNAME = OWN_CONNECTIONS
  return { given: application ? { application, owner: owner ?? application } : undefined, dataFolder, keyring }
}

/** Prepares an environment and a data folder: for programs that need no database. */
export function prepareFolder(): void {
  const { dataFolder } = readInstallation()
  makePrivate(dataFolder)
  process.env.DATABASE_URL ||= EMBEDDED // required by the environment's check, and never called
}

/** Refuses a folder of an unfinished restore: it may lack documents, and contain what was erased. */
export function refuseHalfRestored(dataFolder: string): void {
  if (!existsSync(restoringFolder(dataFolder))) return
  throw new StartRefusal(
    `A restore into ${dataFolder} was started and is not finished. Run the same \`npm run restore\` again.`,
  )
}

export function makePrivate(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (statSync(folder).mode & 0o067) chmodSync(folder, 0o700) // a group may pass through: see lib/db/unprivileged.ts
  } catch (error) {
    throw new StartRefusal(`The data folder ${folder} can't be written to (${(error as NodeJS.ErrnoException).code}).`)
  }
}

async function startOwnDatabase(dataFolder: string, onStop: OnStop): Promise<DatabaseLogins> {
  let embedded = await startEmbedded({ dataFolder })
  const logins = loginsOf(embedded)
  const watch = watchOver(
    () => embedded,
    async () => {
      printLine('The embedded database ended by itself: starting it again.')
      embedded = await startEmbedded({ dataFolder })
      if (embedded.url() !== logins.owner) throw new StartRefusal('The embedded database has another address now.')
    },
  )
  onStop(async () => {
    clearInterval(watch)
    await embedded.stop()
  })
  return logins
}

/** Restarts a killed database at the same address, where the portal's connections find it, and rotates its log. */
function watchOver(embedded: () => EmbeddedDatabase, startAgain: () => Promise<void>): NodeJS.Timeout {
  let isStarting = false
  const look = async () => {
    embedded().rotateLog()
    if (isStarting || embedded().isRunning()) return
    isStarting = true
    await startAgain().catch((error: Error) => {
      printError(error.message)
      process.exit(1)
    })
    isStarting = false
  }
  return startInterval(look, WATCH_MS, { act: 'database.watch' }).unref()
}
