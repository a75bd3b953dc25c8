import 'server-only'
import { unwrapIfStored } from '@/lib/crypto/data-keys'
import { database, type Reader } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import { openPersonField } from './person-fields'

/**
 * Returns the names of staff, and of the keys of systems, by id. People without a name, such as applicants, are left
 * out.
 */
export async function staffNames(ids: Iterable<string>, reader: Reader = database()): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  return namesOf(Prisma.sql`id = ANY(${wanted}::uuid[])`, reader)
}

/** Returns all names that are known here: of staff, past and present, and of keys. */
export const allStaffNames = (): Promise<Map<string, string>> => namesOf(Prisma.sql`true`, database())

type Bytes = Uint8Array<ArrayBuffer>
type Row = { id: string } & (
  | { name: string; sealed: null }
  | { name: null; sealed: Bytes; keyId: string; wrapped: Bytes; keyringId: string }
)

/** Reads the names of people and keys in one statement. The name of a person whose key was erased is empty. */
async function namesOf(isWanted: Prisma.Sql, reader: Reader): Promise<Map<string, string>> {
  const rows = await reader.$queryRaw<Row[]>`
    SELECT id::text, name, NULL::bytea AS sealed, NULL::uuid AS "keyId", NULL::bytea AS wrapped, NULL AS "keyringId"
    FROM api_keys WHERE ${isWanted}
    UNION ALL
    SELECT u.id::text, NULL, u.name_sealed, k.id, k.wrapped, k.keyring_id
    FROM (SELECT * FROM users WHERE ${isWanted} AND name_sealed IS NOT NULL) u JOIN data_keys k ON k.id = u.data_key_id`
  const names = rows.map(async (row) => {
    if (row.sealed === null) return [row.id, row.name] as const
    const key = await unwrapIfStored({ id: row.keyId, wrapped: row.wrapped, keyringId: row.keyringId })
    return [row.id, key ? openPersonField(key, row.id, 'name_sealed', row.sealed) : ''] as const
  })
  return new Map(await Promise.all(names))
}
