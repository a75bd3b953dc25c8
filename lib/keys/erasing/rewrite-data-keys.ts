import 'server-only'
import type pg from 'pg'
import { log } from '@/lib/core/log'
import { database } from '@/lib/db/client'
import { asOwner } from '@/lib/db/owner'

/** Requests that need a key wait behind it as long: rather not now than that everybody waits. */
const LOCK_TIMEOUT = '1s'
const LOCK_NOT_AVAILABLE = '55P03'
const INSUFFICIENT_PRIVILEGE = '42501'
/** Limits the tombstones that are marked in one statement. */
const BATCH = 10_000

/**
 * Rewrites the table of data keys when keys were erased since it was last rewritten: PostgreSQL leaves old versions of
 * a row in the table's file until it needs their place. The clock runs it again when a lock or an older snapshot, as of
 * a dump, prevents it. Old bytes in the log and in free blocks of the disk are not reached by this: see decision 33.
 *
 * @param options.always also when no tombstone waits for it: some keys, such as of unfinished uploads, leave none
 */
export async function rewriteDataKeys({ always = false } = {}): Promise<void> {
  // Rows that are visible now were committed, so that their old versions are among what is left out.
  const waiting = await database().tombstone.findMany({
    where: { rewrittenAt: null },
    select: { dataKeyId: true },
    take: BATCH,
  })
  if (waiting.length === 0 && !always) return
  if (!(await rewrite())) return
  const ids = waiting.map(({ dataKeyId }) => dataKeyId)
  await database().$executeRaw`
    UPDATE tombstones SET rewritten_at = clock_timestamp() WHERE data_key_id = ANY(${ids}::uuid[])`
}

/** Resolves with whether no old version is left. */
function rewrite(): Promise<boolean> {
  return asOwner(async (client) => {
    await client.query(`SET lock_timeout = '${LOCK_TIMEOUT}'`)
    let left = Number.NaN
    // "… dead row versions cannot be removed yet": the first number, in each language.
    client.on('notice', ({ detail = '' }) => {
      left = Number(/\d+/.exec(detail)?.[0] ?? left)
    })
    try {
      await client.query('VACUUM (FULL, VERBOSE) data_keys')
    } catch (error) {
      if (codeOf(error) !== LOCK_NOT_AVAILABLE) throw error
      log.info({ act: 'erasing.rewrite-keys' }, 'the table of data keys is in use: later')
      return false
    }
    if (left !== 0) {
      log.info({ act: 'erasing.rewrite-keys', left }, 'an older snapshot still sees erased keys: later')
      return false
    }
    await checkpoint(client)
    return true
  })
}

/** Lets segments of the log that contain an erased key be written over. Not every owner of a database may. */
async function checkpoint(client: pg.Client): Promise<void> {
  await client.query('CHECKPOINT').catch((error: unknown) => {
    if (codeOf(error) !== INSUFFICIENT_PRIVILEGE) throw error
  })
}

const codeOf = (error: unknown) => (error as { code?: string }).code
