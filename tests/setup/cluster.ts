import {
  chmodSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type EmbeddedDatabase, type EmbeddedOptions, loginsOf, startEmbedded } from '@/lib/db/embedded'
import { prepareDatabase } from '@/lib/worker/jobs/prepare-database'
import { at } from '@/scripts/prepare/folders.mjs'
import { hashOf } from '@/scripts/prepare/stamps.mjs'

/** Lists what a stopped server leaves in a data folder. */
const PARTS = ['postgres', 'postgres.password', 'postgres-app.password']
const PREFIX = 'cluster-'

/** Starts a PostgreSQL whose database is migrated and empty. */
export async function startMigrated(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  await fillWithCluster(options.dataFolder)
  return startEmbedded(options)
}

/**
 * Copies a migrated, empty cluster into a data folder, which takes a tenth of the time of making one. How one is made
 * from nothing is what `embedded.db.test.ts`, `start.test.ts` and `first-starts.test.ts` are for.
 */
export async function fillWithCluster(dataFolder: string): Promise<void> {
  const template = await clusterOfTheseMigrations()
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  copyParts(template, dataFolder)
}

function copyParts(from: string, to: string): void {
  for (const name of PARTS) {
    cpSync(path.join(from, name), path.join(to, name), { recursive: true, mode: constants.COPYFILE_FICLONE })
  }
  chmodSync(path.join(to, 'postgres'), 0o700) // Node 22 and later don't copy a folder's mode, and PostgreSQL insists
}

/**
 * Returns the folder of the template, which is made once for each state of the migrations, and found again by later
 * runs.
 */
async function clusterOfTheseMigrations(): Promise<string> {
  const name = `${PREFIX}${hashOf(['prisma', 'lib/db', 'package-lock.json']).slice(0, 16)}`
  const kept = at('.build', name)
  if (existsSync(kept)) return kept
  const folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-cluster-'))
  const server = await startEmbedded({ dataFolder: folder, isDurable: false })
  await prepareDatabase(loginsOf(server))
  await server.stop()
  mkdirSync(at('.build'), { recursive: true })
  for (const entry of readdirSync(at('.build'))) {
    const isOlder = entry.startsWith(PREFIX) && !entry.startsWith(name) // not what another process makes right now
    if (isOlder) rmSync(at('.build', entry), { recursive: true, force: true })
  }
  keep(folder, kept)
  rmSync(folder, { recursive: true, force: true })
  return kept
}

/** Renames a whole copy into place, so that no other process finds half of one. */
function keep(folder: string, kept: string): void {
  const draft = mkdtempSync(`${kept}.`)
  copyParts(folder, draft)
  try {
    renameSync(draft, kept)
  } catch (error) {
    if (!existsSync(kept)) throw error // another process was faster
    rmSync(draft, { recursive: true, force: true })
  }
}
