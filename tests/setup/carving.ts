import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { asOwner } from '@/lib/db/owner'
import { rewriteDataKeys } from '@/lib/keys/erasing/rewrite-data-keys'

/** Returns where PostgreSQL stores this test's tables, and its log. */
export type Disk = { tables: string[]; log: string }

export function diskOf(): Promise<Disk> {
  return asOwner(async (client) => {
    const { rows } = await client.query<{ folder: string; oid: number }>(
      `SELECT current_setting('data_directory') AS folder, oid FROM pg_database WHERE datname = current_database()`,
    )
    const { folder = '', oid = 0 } = rows[0] ?? {}
    return {
      tables: [path.join(folder, 'base', `${oid}`), path.join(folder, 'global')],
      log: path.join(folder, 'pg_wal'),
    }
  })
}

/** Writes what is only in PostgreSQL's memory to the files. */
export const settleDisk = (): Promise<unknown> => asOwner((client) => client.query('CHECKPOINT'))

/** Counts the needles that are in some file of the folders, in any row or page, dead or alive. */
export function carve(folders: readonly string[], needles: readonly Uint8Array[]): Uint8Array[] {
  const missing = new Set(needles)
  for (const file of folders.flatMap(filesIn)) {
    const content = readIfThere(file)
    for (const needle of missing) if (content.includes(Buffer.from(needle))) missing.delete(needle)
  }
  return needles.filter((needle) => !missing.has(needle))
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((name) => statSync(name, { throwIfNoEntry: false })?.isFile())
}

function readIfThere(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch {
    return Buffer.alloc(0) // dropped meanwhile
  }
}

/**
 * Rewrites the table of data keys as often as the schedule would: PostgreSQL's own housekeeping may prevent one try.
 */
export async function rewriteUntil(isDone: () => Promise<boolean>, options = {}): Promise<void> {
  for (let tries = 0; tries < 20; tries += 1) {
    await rewriteDataKeys(options)
    if (await isDone()) return
    await sleep(500)
  }
  throw new Error('Not rewritten in twenty tries')
}
