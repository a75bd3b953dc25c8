import pg from 'pg'
import { expect, test } from 'vitest'
import { newId } from '@/lib/core/ids'
import { createDataKey } from '@/lib/crypto/data-keys'
import { database, transaction } from '@/lib/db/client'
import { asOwner } from '@/lib/db/owner'
import { carve, diskOf, rewriteUntil, settleDisk } from '@/tests/setup/carving'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { eraseDataKeys } from './erase-data-keys'
import { rewriteDataKeys } from './rewrite-data-keys'

async function anErasedKey() {
  const { id } = await transaction(createDataKey)
  const { wrapped } = await database().dataKey.findUniqueOrThrow({ where: { id } })
  await settleDisk()
  await transaction((tx) => eraseDataKeys(tx, [{ dataKeyId: id, kind: 'FILE', subjectId: newId() }], 'UNUSED'))
  return { id, wrapped }
}

const isMarked = async (dataKeyId: string) =>
  (await database().tombstone.findUniqueOrThrow({ where: { dataKeyId } })).rewrittenAt !== null

async function isOnDisk(wrapped: Uint8Array): Promise<boolean> {
  await settleDisk()
  return carve((await diskOf()).tables, [wrapped]).length > 0
}

/** Does work while another connection is in the middle of these statements. */
async function during(sql: readonly string[], work: () => Promise<void>) {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  for (const statement of sql) await client.query(statement)
  await work()
  await client.end()
}

test('an erased key is in no table any more, and its tombstone says so', async () => {
  const { id, wrapped } = await anErasedKey()
  expect(await isOnDisk(wrapped)).toBe(true)
  await rewriteUntil(() => isMarked(id))
  expect(await isOnDisk(wrapped)).toBe(false)
})

test('while somebody uses the table it waits no longer than a second, and comes back', async () => {
  const { id, wrapped } = await anErasedKey()
  await during(['BEGIN', 'SELECT FROM data_keys'], async () => {
    const began = Date.now()
    await rewriteDataKeys()
    expect(Date.now() - began).toBeLessThan(PATIENCE / 2)
  })
  expect(await isMarked(id)).toBe(false)
  await rewriteUntil(() => isMarked(id))
  expect(await isOnDisk(wrapped)).toBe(false)
})

test('while a snapshot from before sees the key it is not taken for gone', async () => {
  const { id } = await transaction(createDataKey)
  const { wrapped } = await database().dataKey.findUniqueOrThrow({ where: { id } })
  await during(['BEGIN ISOLATION LEVEL REPEATABLE READ', 'SELECT 1'], async () => {
    await transaction((tx) => eraseDataKeys(tx, [{ dataKeyId: id, kind: 'FILE', subjectId: newId() }], 'UNUSED'))
    await rewriteDataKeys()
    expect([await isMarked(id), await isOnDisk(wrapped)]).toEqual([false, true])
  })
  await rewriteUntil(() => isMarked(id))
  expect(await isOnDisk(wrapped)).toBe(false)
})

test('statistics of the columns contain no value', async () => {
  const { id } = await transaction(createDataKey)
  const { wrapped } = await database().dataKey.findUniqueOrThrow({ where: { id } })
  await asOwner((client) => client.query('ANALYZE'))
  const rows = await database().$queryRaw<{ column: string }[]>`
    SELECT tablename || '.' || attname AS column FROM pg_stats
    WHERE schemaname = current_schema() AND (attname LIKE '%sealed%' OR (tablename, attname) = ('data_keys', 'wrapped'))`
  expect(rows).toEqual([])
  await database().dataKey.delete({ where: { id } }) // which leaves no tombstone
  await rewriteDataKeys()
  expect(await isOnDisk(wrapped)).toBe(true)
  await rewriteUntil(async () => !(await isOnDisk(wrapped)), { always: true })
})
