import 'server-only'
import { existsSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { isSystemError } from '@/lib/core/files/durable-file'
import { unreachable } from '@/lib/db/database-errors'
import { loginsOf, startEmbedded } from '@/lib/db/embedded'
import type { DatabaseLogins } from '@/lib/db/owner'
import { BackupRefusal, CLUSTER, DUMP, type Manifest } from './backup-format'
import { fillDatabase } from './postgres-programs'
import { copyClusterTo, restorePasswords } from './restore-files'
import { claimRestore, isStarted, moveClusterIn, restoredCluster } from './restore-place'

type Restoring = {
  backup: string
  manifest: Manifest
  dataFolder: string
  /** Gives the logins of a database of one's own; undefined for the embedded one. */
  given: DatabaseLogins | undefined
}

export type RestoredDatabase = {
  /** All of the restore is done as the owner. */
  logins: DatabaseLogins
  /** Stops its server, regardless of the outcome. */
  stop(): Promise<void>
  /** Gives it its place, after all else: until then nothing is served from it. */
  settle(): Promise<void>
}

/**
 * Restores a backup's database, to where nothing is served yet. After a kill, it starts again.
 *
 * @returns null when it was restored and settled before, and only the last step is left
 * @throws BackupRefusal when there is a database already
 */
export async function restoreDatabase(restoring: Restoring): Promise<RestoredDatabase | null> {
  refuseOtherKind(restoring)
  return restoring.given === undefined ? recoverCluster(restoring) : fillOwnDatabase(restoring, restoring.given)
}

function refuseOtherKind({ manifest, given }: Restoring): void {
  const kind = given === undefined ? 'cluster' : 'dump'
  if (manifest.database.kind === kind) return
  throw new BackupRefusal(
    kind === 'cluster'
      ? 'This backup is of a database of one’s own: set DATABASE_URL to an empty one.'
      : 'This backup is of an embedded database: unset DATABASE_URL.',
  )
}

async function recoverCluster({ backup, manifest, dataFolder }: Restoring): Promise<RestoredDatabase | null> {
  const isThere = existsSync(path.join(dataFolder, CLUSTER, 'PG_VERSION'))
  if (isThere && isStarted(dataFolder, manifest.id)) return null
  if (isThere) throw new BackupRefusal(`${dataFolder} holds a database already: move it away first.`)
  await claimRestore(dataFolder, manifest.id)
  const cluster = restoredCluster(dataFolder)
  await copyClusterTo(backup, cluster).catch((error: unknown) => {
    throw isSystemError(error, 'ENOSPC', 'EDQUOT')
      ? new BackupRefusal(`There is no room left in ${dataFolder}.`)
      : error
  })
  restorePasswords(backup, dataFolder)
  const server = await startEmbedded({ dataFolder, cluster })
  return {
    logins: loginsOf(server),
    stop: () => server.stop(),
    async settle() {
      await server.stop()
      if (server.isRunning())
        throw new BackupRefusal('Something is connected to the restored database. End it, and restore again.')
      await moveClusterIn(dataFolder)
    },
  }
}

/** Fills a database whole or not at all, so that one of an earlier try is either empty or complete. */
async function fillOwnDatabase(
  { backup, manifest, dataFolder }: Restoring,
  logins: DatabaseLogins,
): Promise<RestoredDatabase> {
  const isEmpty = await isDatabaseEmpty(logins.owner)
  if (!isEmpty && !isStarted(dataFolder, manifest.id)) {
    throw new BackupRefusal('The database of DATABASE_URL is not empty: name an empty one.')
  }
  await claimRestore(dataFolder, manifest.id)
  if (isEmpty) await fillDatabase(logins.owner, manifest.database.major, path.join(backup, DUMP))
  return { logins, stop: async () => {}, settle: async () => {} }
}

async function isDatabaseEmpty(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    const { rowCount } = await client.query(
      "SELECT FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') LIMIT 1",
    )
    return rowCount === 0
  } catch (error) {
    throw unreachable(error)
  } finally {
    await client.end().catch(() => {})
  }
}
