import 'server-only'
import { database } from '@/lib/db/client'
import { blobStore } from '@/lib/storage/blob-store'
import { BackupRefusal, type Manifest } from './backup-format'

const PAGE = 1_000

/**
 * Reads every table through, which checks the sum of each page, and asks the store for each blob that a row speaks of.
 *
 * @returns the blobs that were missing when the backup was made, and are still
 * @throws BackupRefusal when anything else is missing
 */
export async function checkRestored({ missing }: Manifest): Promise<readonly string[]> {
  const tables = await database().$queryRaw<{ name: string }[]>`
    SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`
  // A count could be read off an index: this can't.
  for (const { name } of tables) await database().$queryRawUnsafe(`SELECT count(t::text) FROM ${name} AS t`)
  const known = new Set(missing)
  const lost: string[] = []
  for await (const id of rowIds()) if (!(await blobStore().has(id))) lost.push(id)
  const unknown = lost.filter((id) => !known.has(id))
  if (unknown.length === 0) return lost
  throw new BackupRefusal(`${unknown.length} blobs of the backup are not in the store, such as ${unknown[0]}.`)
}

async function* rowIds(): AsyncGenerator<string> {
  for (let after: string | undefined; ; ) {
    const rows: { id: string }[] = await database().storedBlob.findMany({
      ...(after ? { where: { id: { gt: after } } } : {}),
      orderBy: { id: 'asc' },
      take: PAGE,
      select: { id: true },
    })
    for (const { id } of rows) yield id
    after = rows.at(-1)?.id
    if (!after) return
  }
}
