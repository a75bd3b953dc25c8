import 'server-only'
import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs'
import { bringTombstones } from '@/lib/backup/bring-tombstones'
import { restoringFolder } from '@/lib/backup/restore-place'
import { type Env, env, parseEnv } from '@/lib/core/env'
import { startHoldingKeyring } from '@/lib/crypto/keyring-holders'
import { disconnect } from '@/lib/db/client'
import { type EmbeddedDatabase, loginsOf, startEmbedded } from '@/lib/db/embedded'
import { OWN_CONNECTIONS } from '@/lib/db/own-connections'
import type { DatabaseLogins } from '@/lib/db/owner'
import { prepareDatabase } from '@/lib/jobs/prepare-database'
import { messagingMode } from '@/lib/messaging/mode'
import { readyKeyring } from './keys'
import { complain, type OnStop, StartRefusal, say } from './life'
import type { Hold } from './only-one'

/** Stands for the embedded database's address until that has one. */
const EMBEDDED = 'postgresql://zhunxin@localhost/zhunxin'
const WATCH_MS = 1_000

/**
 * What each program of ours stands on: an environment that is right, a data folder, a database that is up to date, and
 * the keys that it was sealed with.
 *
 * @param hold called when the database answers, before it is changed
 */
export async function layFoundation(onStop: OnStop, hold?: Hold): Promise<Env> {
  const settings = await layDatabase(onStop, hold)
  await readyKeyring()
  const holding = await startHoldingKeyring()
  onStop(() => holding.stop())
  const erased = await bringTombstones()
  if (erased > 0) say(`Erased again what a restore had brought back, by this folder's tombstones: ${erased} keys.`)
  return settings
}

/** The foundation without its keys: for programs that look after those. */
export async function layDatabase(onStop: OnStop, hold?: Hold): Promise<Env> {
  const { given, dataFolder } = readPlace()
  refuseHalfRestored(dataFolder)
  makePrivate(dataFolder)
  const logins = given ?? (await startOwnDatabase(dataFolder, onStop))
  actBy(logins)
  messagingMode()
  await hold?.(logins.owner, dataFolder)
  const applied = await prepareDatabase(logins)
  if (applied.length > 0) say(`Database migrated: ${applied.join(', ')}.`)
  onStop(disconnect)
  return env()
}

/** Sets this process's environment, which each connection is made by. */
export function actBy({ application, owner }: DatabaseLogins): void {
  process.env.DATABASE_URL = application
  process.env.DATABASE_OWNER_URL = owner
}

/**
 * Which database and which data folder the environment means.
 *
 * @returns `given`: the logins of a database of one's own; undefined for the embedded one, in the data folder.
 *   `keyring`: what ZHUNXIN_KEYRING says
 */
export function readPlace(): { given: DatabaseLogins | undefined; dataFolder: string; keyring: string | undefined } {
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

/** An environment and a data folder: for programs that need no database. */
export function layFolderAlone(): void {
  const { dataFolder } = readPlace()
  makePrivate(dataFolder)
  process.env.DATABASE_URL ||= EMBEDDED // asked for by the environment's check, and never called
}

/** What is there may lack documents, and hold what was erased. */
export function refuseHalfRestored(dataFolder: string): void {
  if (!existsSync(restoringFolder(dataFolder))) return
  throw new StartRefusal(
    `A restore into ${dataFolder} was begun and is not finished. Run the same \`npm run restore\` again.`,
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
      say('The embedded database ended by itself: starting it again.')
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

/** A killed database is started again, and the portal's connections find it where it was. Its log is kept short. */
function watchOver(embedded: () => EmbeddedDatabase, startAgain: () => Promise<void>): NodeJS.Timeout {
  let isStarting = false
  const look = async () => {
    embedded().rotateLog()
    if (isStarting || embedded().isRunning()) return
    isStarting = true
    await startAgain().catch((error: Error) => {
      complain(error.message)
      process.exit(1)
    })
    isStarting = false
  }
  return setInterval(() => void look(), WATCH_MS).unref()
}
