import 'server-only'
import type { Readable } from 'node:stream'
import type pg from 'pg'
import { blobStore } from '@/lib/storage/blob-store'
import { BlobMissingError } from '@/lib/storage/store-port'
import { BLOBS } from './backup-format'
import { eachConcurrently } from './each-concurrently'
import type { BackupWriter } from './open-backup'

const PAGE = 1_000

export const blobName = (id: string): string => `${BLOBS}/${id.slice(-2)}/${id}`

/**
 * Copies the blobs that rows refer to now and that were not copied before, as the ciphertext in the store.
 *
 * A row is written after its blob and removed before it, so that a missing blob with a row is a loss.
 *
 * @returns the ids of those that are missing
 */
export async function copyBlobs(
  client: pg.Client,
  writing: BackupWriter,
  onProgress: (blobs: number) => void,
): Promise<string[]> {
  const missing: string[] = []
  let copied = 0
  await eachConcurrently(blobIds(client), async (id) => {
    if (writing.has(blobName(id))) return
    const content = await openIfThere(id)
    if (content) await writing.add(blobName(id), content)
    else missing.push(id)
    copied += 1
    onProgress(copied)
  })
  const { rows } = await client.query<{ id: string }>('SELECT id FROM stored_blobs WHERE id = ANY($1::uuid[])', [
    missing,
  ])
  return rows.map(({ id }) => id)
}

async function* blobIds(client: pg.Client): AsyncGenerator<string> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const { rows } = await client.query<{ id: string }>(
      'SELECT id FROM stored_blobs WHERE id > $1::uuid ORDER BY id LIMIT $2',
      [after, PAGE],
    )
    const last = rows.at(-1)
    if (!last) return
    yield* rows.map(({ id }) => id)
    after = last.id
  }
}

async function openIfThere(id: string): Promise<Readable | null> {
  try {
    return await blobStore().open(id)
  } catch (error) {
    if (error instanceof BlobMissingError) return null
    throw error
  }
}
