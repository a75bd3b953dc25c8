import 'server-only'
import { createReadStream, readFileSync } from 'node:fs'
import { open, readdir } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import type pg from 'pg'
import { isSystemError } from '@/lib/core/files/durable-file'
import { CLUSTER } from './backup-format'
import { eachConcurrently } from './each-concurrently'
import type { BackupWriter } from './open-backup'

/**
 * Lists what PostgreSQL makes again, by its manual on making a base backup; pg_wal is copied by itself, pg_control
 * last.
 */
const EMPTY = new Set([
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
])
const LEFT_OUT = /^(postmaster\.(pid|opts)|backup_label.*|tablespace_map.*|pg_internal\.init.*|pgsql_tmp.*|pg_control)$/
const CONTROL = 'global/pg_control'

/**
 * Copies the cluster of a running server: files as they are, torn or not, and all the log that repairs them. Contains
 * everything that was committed when it returns.
 *
 * @param client of a superuser, whose session it is until it returns: when the session closes before, the backup fails
 */
export async function copyCluster(client: pg.Client, cluster: string, writing: BackupWriter): Promise<void> {
  const slot = `zhunxin_backup_${process.pid}`
  // Keeps the log from being recycled; gone with the session.
  await client.query('SELECT pg_create_physical_replication_slot($1, true, true)', [slot])
  const { rows: started } = await client.query<{ first: string }>(
    'SELECT pg_walfile_name(pg_backup_start($1, true)) AS first',
    ['zhunxin'],
  )
  await eachConcurrently(filesIn(cluster, '.', writing), (name) => copyFile(cluster, name, writing))
  await writing.add(`${CLUSTER}/${CONTROL}`, Readable.from([await settledControl(cluster)]))
  const { rows: ended } = await client.query<{ last: string; label: string }>(
    'SELECT pg_walfile_name(lsn) AS last, labelfile AS label FROM pg_backup_stop(false)',
  )
  await writing.add(`${CLUSTER}/backup_label`, Readable.from([Buffer.from(ended[0]?.label ?? '')]))
  await copyLog(cluster, started[0]?.first ?? '', ended[0]?.last ?? '', writing)
  await client.query('SELECT pg_drop_replication_slot($1)', [slot])
}

/** Yields the files to copy; the folders, some of which must be empty, are made on the way. */
async function* filesIn(cluster: string, folder: string, writing: BackupWriter): AsyncGenerator<string> {
  await writing.addFolder(path.posix.join(CLUSTER, folder))
  for (const entry of await readdir(path.join(cluster, folder), { withFileTypes: true })) {
    const name = path.posix.join(folder, entry.name)
    if (folder === '.' && EMPTY.has(entry.name)) await writing.addFolder(path.posix.join(CLUSTER, name))
    else if (LEFT_OUT.test(entry.name)) continue
    else if (entry.isDirectory()) yield* filesIn(cluster, name, writing)
    else if (entry.isFile()) yield name
  }
}

/** A file may go while it is looked for: a table that was dropped. */
async function copyFile(cluster: string, name: string, writing: BackupWriter): Promise<void> {
  try {
    const file = await open(path.join(cluster, name))
    await writing.add(`${CLUSTER}/${name}`, file.createReadStream())
  } catch (error) {
    if (!isSystemError(error, 'ENOENT')) throw error
  }
}

/** Read while it was being written, it would be of two times; so until it is the same twice. */
async function settledControl(cluster: string): Promise<Buffer> {
  for (let last = Buffer.alloc(0); ; ) {
    const control = readFileSync(path.join(cluster, CONTROL))
    if (control.equals(last)) return control
    last = control
  }
}

/** The segments from the first to the last, of one timeline, whose names are in their order. */
async function copyLog(cluster: string, first: string, last: string, writing: BackupWriter): Promise<void> {
  const names = (await readdir(path.join(cluster, 'pg_wal'))).filter(
    (name) => name.endsWith('.history') || (/^[0-9A-F]{24}$/.test(name) && name >= first && name <= last),
  )
  if (!names.includes(first) || !names.includes(last)) throw new Error(`The log from ${first} to ${last} is not there`)
  for (const name of names)
    await writing.add(`${CLUSTER}/pg_wal/${name}`, createReadStream(path.join(cluster, 'pg_wal', name)))
}
