import 'server-only'
import { randomBytes } from 'node:crypto'
import { newId } from '@/lib/core/ids'
import { database, type Reader, type Tx } from '@/lib/db/client'
import { KEY_LENGTH } from './aead'
import { keyring } from './keyring'
import type { WrappedKey } from './parse-keyring'

/**
 * Names the keys of the system itself. They are random and wrapped like all others: none derives from the keyring, so
 * rotation changes none.
 */
const SYSTEM_KEYS = ['INDEX', 'SESSION', 'CODES', 'OUTBOX', 'LINKS', 'PROOFS', 'LETTERS', 'WEBHOOKS'] as const
export type SystemKeyName = (typeof SYSTEM_KEYS)[number]

/** No such row exists. */
export class DataKeyMissingError extends Error {
  override readonly name = 'DataKeyMissingError'
  constructor(readonly dataKeyId: string) {
    super(`No data key ${dataKeyId}`)
  }
}

/** The row exists, but its key was shredded: what was sealed under it can't be opened by anyone. */
export class DataKeyErasedError extends Error {
  override readonly name = 'DataKeyErasedError'
  constructor(readonly dataKeyId: string) {
    super(`The data key ${dataKeyId} was erased`)
  }
}

/** Makes a new random key, wrapped and stored in the caller's transaction. */
export async function createDataKey(tx: Tx): Promise<{ id: string; key: Buffer }> {
  const id = newId()
  const key = randomBytes(KEY_LENGTH)
  await tx.dataKey.create({ data: { id, ...(await keyring().wrap(id, key)) } })
  return { id, key }
}

/**
 * Reads and unwraps a data key. It is never cached: an erased key is immediately gone from each process.
 *
 * @throws DataKeyMissingError, DataKeyErasedError, KeyringKeyMissingError, SealBrokenError
 */
export async function dataKey(reader: Reader, id: string): Promise<Buffer> {
  const row = await reader.dataKey.findUnique({ where: { id } })
  if (!row) throw new DataKeyMissingError(id)
  return unwrapDataKey(row)
}

/**
 * Unwraps a row that was read with what it opens: `include: { dataKey: true }`.
 *
 * @throws DataKeyErasedError, KeyringKeyMissingError, SealBrokenError
 */
export async function unwrapDataKey(row: WrappedKey & { id: string }): Promise<Buffer> {
  if (row.wrapped.length === 0) throw new DataKeyErasedError(row.id)
  return keyring().unwrap(row.id, row)
}

/** Returns null when the key was erased, for callers that show that something existed. */
export async function dataKeyIfStored(reader: Reader, id: string): Promise<Buffer | null> {
  const row = await reader.dataKey.findUnique({ where: { id } })
  if (!row) throw new DataKeyMissingError(id)
  return unwrapIfStored(row)
}

/** Null when it was erased. @throws KeyringKeyMissingError, SealBrokenError */
export async function unwrapIfStored(row: WrappedKey & { id: string }): Promise<Buffer | null> {
  return row.wrapped.length === 0 ? null : unwrapDataKey(row)
}

const STORE = Symbol.for('zhunxin.system-keys')
/**
 * The portal's program and the built app each have a copy of this module, and both use the keys that the start loaded.
 */
const shared = globalThis as { [STORE]?: Map<SystemKeyName, Promise<Buffer>> }
shared[STORE] ??= new Map()
const systemKeys = shared[STORE]

/**
 * Loads all of them. Transactions use these keys: one that had to load a key first would wait, with its connection, for
 * another connection, and a crowd of them would wait for each other.
 */
export async function loadSystemKeys(): Promise<void> {
  for (const name of SYSTEM_KEYS) await systemKey(name)
}

/** Returns a system key. It is made on first use, and cached, since it lives as long as the database. */
export function systemKey(name: SystemKeyName): Promise<Buffer> {
  const remembered = systemKeys.get(name)
  if (remembered) return remembered
  const found = findOrCreateSystemKey(name)
  systemKeys.set(name, found)
  found.catch(() => systemKeys.delete(name)) // otherwise one failure would be remembered
  return found
}

/** Two processes may be first at once: the unique name lets one insert win, and both read what won. */
async function findOrCreateSystemKey(name: SystemKeyName): Promise<Buffer> {
  const found = await database().dataKey.findUnique({ where: { name } })
  if (found) return unwrapDataKey(found)
  const id = newId()
  const wrapped = await keyring().wrap(id, randomBytes(KEY_LENGTH))
  await database().dataKey.createMany({ data: [{ id, name, ...wrapped }], skipDuplicates: true })
  return unwrapDataKey(await database().dataKey.findUniqueOrThrow({ where: { name } }))
}
