import 'server-only'
import { createReadStream } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import pg from 'pg'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { filledCheckpointFile } from '@/lib/audit-log/checkpoint-file'
import { env } from '@/lib/core/env'
import { isSystemError } from '@/lib/core/files/durable-file'
import { newId } from '@/lib/core/ids'
import { keyringName, keyringText } from '@/lib/crypto/keyring'
import { parseKeyring } from '@/lib/crypto/parse-keyring'
import { transaction } from '@/lib/db/client'
import { unreachable } from '@/lib/db/database-errors'
import { ownerUrl } from '@/lib/db/owner'
import { allTombstones } from './all-tombstones'
import { BackupRefusal, CHECKPOINTS, CLUSTER, DUMP, KEYRING, PASSWORDS, TOMBSTONES } from './backup-format'
import { copyCluster } from './base-backup'
import { copyBlobs } from './copy-blobs'
import { type BackupWriter, openBackup } from './open-backup'
import { dumpDatabase } from './postgres-programs'

type Options = {
  folder: string
  /** True if the database is the embedded one, in the data folder. */
  isEmbedded: boolean
  withKeys: boolean
  onProgress: (blobs: number) => void
}

type MadeBackup = { id: string; takenAt: Date; missing: readonly string[]; keyringIds: readonly string[] }

/**
 * Makes one consistent snapshot of database and blobs, while the portal serves: everything that was acknowledged before
 * the database's part was complete.
 *
 * Blobs are copied before and after the database. Every blob in its snapshot was either copied, or erased meanwhile,
 * and then a tombstone says so: they are copied last. The audit log's checkpoints are those of the moment before.
 *
 * @throws BackupRefusal
 */
export async function makeBackup(options: Options): Promise<MadeBackup> {
  const backup = await writeBackup(options)
  const data = { backupId: backup.id, missing: backup.missing.length, withKeys: options.withKeys }
  await transaction((tx) => recordAudit(tx, SYSTEM, { action: 'backup.made', subjectId: null, data }))
  return backup
}

async function writeBackup({ folder, isEmbedded, withKeys, onProgress }: Options): Promise<MadeBackup> {
  if (withKeys) keyringText() // where there is none, nothing is copied
  const client = await connect()
  const writing = await openBackup(folder).catch(async (error: unknown) => {
    await client.end()
    throw error
  })
  const id = newId()
  try {
    await copyBlobs(client, writing, onProgress)
    const takenAt = await timeOf(client)
    const before = await keyringIdsIn(client)
    // Read before the database is copied: none may cover entries that the copy lacks.
    const checkpoints = await filledCheckpointFile()
    const database = await copyDatabase(client, isEmbedded, writing)
    const keyringIds = [...new Set([...before, ...(await keyringIdsIn(client))])]
    const keys = withKeys ? keyringFor(keyringIds) : null
    const missing = await copyBlobs(client, writing, onProgress)
    await copyTombstones(writing)
    await writing.add(CHECKPOINTS, Readable.from([Buffer.from(checkpoints)]))
    if (keys) await writing.add(KEYRING, Readable.from([Buffer.from(keys)]))
    await writing.finish({ id, takenAt: takenAt.toISOString(), database, missing, withKeys, keyringIds })
    return { id, takenAt, missing, keyringIds }
  } catch (error) {
    writing.abandon()
    throw isSystemError(error, 'ENOSPC', 'EDQUOT') ? new BackupRefusal(`There is no room left in ${folder}.`) : error
  } finally {
    await client.end()
  }
}

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: ownerUrl() })
  client.on('error', () => {}) // the next call gets the error
  try {
    await client.connect()
    return client
  } catch (error) {
    throw unreachable(error)
  }
}

async function copyDatabase(client: pg.Client, isEmbedded: boolean, writing: BackupWriter) {
  const { ZHUNXIN_DATA } = env()
  const { rows } = await client.query<{ version: number }>(
    "SELECT current_setting('server_version_num')::int AS version",
  )
  const major = Math.floor((rows[0]?.version ?? 0) / 10_000)
  if (!isEmbedded) {
    await dumpDatabase(ownerUrl(), major, writing.pathOf(DUMP))
    await writing.list(DUMP)
    return { kind: 'dump', major } as const
  }
  await copyCluster(client, path.join(ZHUNXIN_DATA, CLUSTER), writing)
  for (const name of PASSWORDS) await writing.add(name, createReadStream(path.join(ZHUNXIN_DATA, name)))
  return { kind: 'cluster', major } as const
}

async function timeOf(client: pg.Client): Promise<Date> {
  const { rows } = await client.query<{ now: Date }>('SELECT clock_timestamp() AS now')
  return rows[0]?.now ?? new Date()
}

async function keyringIdsIn(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    'SELECT DISTINCT keyring_id AS id FROM data_keys WHERE erased_at IS NULL ORDER BY 1',
  )
  return rows.map(({ id }) => id)
}

/**
 * Returns the keyring after the database was copied: it may have got a key since the backup started, under which copied
 * rows are sealed.
 *
 * @throws BackupRefusal when it lacks a key that the backup needs, as one that the environment contains may
 */
function keyringFor(keyringIds: readonly string[]): string {
  const text = keyringText()
  const { fingerprints } = parseKeyring(text)
  const lacking = keyringIds.filter((id) => !fingerprints.has(id))
  if (lacking.length === 0) return text
  const ids = lacking.map((id) => `"${id}"`).join(', ')
  throw new BackupRefusal(
    `No backup was made: ${keyringName()} lacks ${ids}, which it needs. Give this command the keyring of the portal, and run it again; or leave --with-keys out, and store the keyring separately.`,
  )
}

/** Copies the tombstones of all nodes, regardless of which node makes the backup. */
async function copyTombstones(writing: BackupWriter): Promise<void> {
  const lines = async function* () {
    for await (const tombstone of allTombstones()) yield Buffer.from(`${JSON.stringify(tombstone)}\n`)
  }
  await writing.add(TOMBSTONES, Readable.from(lines()))
}
