import 'server-only'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import type { WrappedKey } from '@/lib/crypto/parse-keyring'
import { database } from '@/lib/db/client'
import { namePlace } from './store-file'

type Row = WrappedKey & { id: string; fileId: string; nameSealed: Uint8Array }

/**
 * Returns the names that senders gave their files, by id; the name of an erased file is unknown. They are for display
 * only.
 */
export async function readFileNames(ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await database().$queryRaw<Row[]>`
    SELECT f.id::text AS "fileId", f.name_sealed AS "nameSealed", k.id::text, k.wrapped, k.keyring_id AS "keyringId"
    FROM stored_files f JOIN data_keys k ON k.id = f.data_key_id
    WHERE f.id = ANY(${[...ids]}::uuid[]) AND k.erased_at IS NULL`
  const entries = rows.map(async ({ fileId, nameSealed, ...key }) => {
    return [fileId, open(await unwrapDataKey(key), namePlace(fileId), nameSealed)] as const
  })
  return new Map(await Promise.all(entries))
}
