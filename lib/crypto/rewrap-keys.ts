import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { database, databaseTime } from '@/lib/db/client'
import { unwrapDataKey } from './data-keys'
import { keyring } from './keyring'
import type { WrappedKey } from './parse-keyring'
import { wrappedKeys } from './wrapped-keys'

/** No transaction of ours lasts longer; what else holds one open is not waited for. */
const LONGEST_TRANSACTION = 20_000

export type RewrapOptions = {
  /** Called after each batch with how many are done by now. */
  onProgress?: (rewrapped: number) => void
}

export type Rewrapped = {
  rewrapped: number
  /** Rows whose key does not open: they stay as they are. */
  unopened: { id: string; keyringId: string }[]
}

/**
 * Wraps each data key under the active key of the keyring, while others read, make and erase keys. Each batch is
 * committed by itself: a kill loses nothing, and the next run continues. Touches no blob.
 */
export async function rewrapKeys({ onProgress }: RewrapOptions = {}): Promise<Rewrapped> {
  let rewrapped = 0
  let unopened: Rewrapped['unopened'] = []
  const pass = async () => {
    const before = rewrapped
    unopened = []
    for await (const rows of wrappedKeys(underOtherKeys())) {
      const outcome = await rewrapRows(rows)
      rewrapped += outcome.rewrapped
      unopened.push(...outcome.unopened)
      onProgress?.(rewrapped)
    }
    return rewrapped > before
  }
  // A pass omits rows that someone has locked, and those made meanwhile under the previously active key.
  while (await pass());
  await untilEarlierTransactionsEnd()
  while (await pass());
  return { rewrapped, unopened }
}

/** Returns how many keys are still wrapped under another key than the active one. */
export const countUnderOtherKeys = (): Promise<number> => database().dataKey.count({ where: underOtherKeys() })

/** The other keys than the active one that something is still wrapped under. */
export async function otherKeysInUse(): Promise<string[]> {
  const groups = await database().dataKey.groupBy({ by: ['keyringId'], where: underOtherKeys() })
  return groups.map(({ keyringId }) => keyringId)
}

const underOtherKeys = () => ({ erasedAt: null, keyringId: { not: keyring().activeId } })

async function rewrapRows(rows: readonly (WrappedKey & { id: string })[]): Promise<Rewrapped> {
  const unopened: Rewrapped['unopened'] = []
  const fresh: Fresh = { ids: [], old: [], wrapped: [], keyringIds: [] }
  for (const row of rows) {
    const key = await unwrapDataKey(row).catch(() => null)
    if (!key) {
      unopened.push({ id: row.id, keyringId: row.keyringId })
      continue
    }
    const { wrapped, keyringId } = await keyring().wrap(row.id, key)
    fresh.ids.push(row.id)
    fresh.old.push(hex(row.wrapped))
    fresh.wrapped.push(hex(wrapped))
    fresh.keyringIds.push(keyringId)
  }
  return { rewrapped: await write(fresh), unopened }
}

type Fresh = Record<'ids' | 'old' | 'wrapped' | 'keyringIds', string[]>

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

/**
 * Only where the row is as it was read: an erasure meanwhile stays one. Locked rows are passed over, so that this never
 * waits with locks in its hands, and no erasure becomes the victim of a deadlock.
 */
function write({ ids, old, wrapped, keyringIds }: Fresh): Promise<number> {
  return database().$executeRaw`
    WITH fresh AS (
      SELECT id, decode(old, 'hex') AS old, decode(wrapped, 'hex') AS wrapped, keyring_id
      FROM unnest(${ids}::uuid[], ${old}::text[], ${wrapped}::text[], ${keyringIds}::text[])
        AS given (id, old, wrapped, keyring_id)
    ), locked AS (
      SELECT k.id FROM data_keys k JOIN fresh ON fresh.id = k.id
      WHERE k.wrapped = fresh.old FOR NO KEY UPDATE OF k SKIP LOCKED
    )
    UPDATE data_keys k SET wrapped = fresh.wrapped, keyring_id = fresh.keyring_id
    FROM fresh JOIN locked ON locked.id = fresh.id
    WHERE k.id = fresh.id AND k.wrapped = fresh.old`
}

/**
 * Waits for transactions that started earlier: they may hold a key, not visible yet, that is wrapped under an older
 * one.
 */
async function untilEarlierTransactionsEnd(): Promise<void> {
  const now = await databaseTime()
  for (let waited = 0; waited < LONGEST_TRANSACTION; waited += 100) {
    const open = await database().$queryRaw<unknown[]>`
      SELECT 1 FROM pg_stat_activity
      WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
        AND xact_start < ${now} LIMIT 1`
    if (open.length === 0) return
    await sleep(100)
  }
}
