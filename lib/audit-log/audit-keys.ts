import 'server-only'
import { randomBytes } from 'node:crypto'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { env } from '@/lib/core/env'
import { createDataKey, unwrapDataKey } from '@/lib/crypto/data-keys'
import { database, type Tx, transaction } from '@/lib/db/client'
import { encodeKey, keyIdOf, type NoteKey, type Signer, signerFrom } from './note'

/** Identifies the advisory lock of changes to the log: its leaves, its checkpoints, its keys. */
export const LOG_LOCK = 72707372

type PublicKey = {
  readonly number: number
  /** Gives the key as `name+id+base64`, for verifiers. */
  readonly key: string
  /** Has 8 hex digits. */
  readonly id: string
  readonly madeAt: Date
}

/** The keys that have ever signed checkpoints, oldest first. The last one signs now. */
export async function publicKeys(): Promise<PublicKey[]> {
  const rows = await database().auditKey.findMany({ orderBy: { number: 'asc' } })
  return rows.map(({ number, name, publicKey, madeAt }) => {
    const key: NoteKey = { name, algorithm: 'ed25519', publicKey }
    return { number, key: encodeKey(key), id: keyIdOf(key), madeAt }
  })
}

export type Signers = { readonly number: number; readonly origin: string; readonly signers: readonly Signer[] }

/**
 * Returns who signs the next checkpoint: the newest key, and before it once again the one that it replaces, so that a
 * verifier who trusts that one can trust this one. Makes the first key. The caller holds the log's lock.
 *
 * @param lastNumber the key of the last checkpoint
 */
export async function signersAfter(tx: Tx, lastNumber: number | null): Promise<Signers> {
  if (lastNumber === null && (await tx.auditKey.count()) === 0) await addKey(tx)
  const rows = await tx.auditKey.findMany({
    where: { number: { gte: lastNumber ?? 1 } },
    orderBy: { number: 'asc' },
    include: { dataKey: true },
  })
  const last = rows.at(-1)
  if (!last) throw new Error('The log has no key')
  const signers = rows.map(async ({ name, dataKey }) => signerFrom(name, 'ed25519', await unwrapDataKey(dataKey)))
  return { number: last.number, origin: last.name, signers: await Promise.all(signers) }
}

/** Makes a new key that signs from now on. @returns its id and the id of the one that it replaces */
export function replaceAuditKey(): Promise<{ id: string; replaces: string | null }> {
  return transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOG_LOCK})`
    return addKey(tx)
  })
}

/** Makes a random key, wrapped like every other: the database alone is not enough to sign. */
async function addKey(tx: Tx): Promise<{ id: string; replaces: string | null }> {
  const before = await tx.auditKey.findFirst({ orderBy: { number: 'desc' } })
  const { id: dataKeyId, key: seed } = await createDataKey(tx)
  const name = before?.name ?? newOrigin()
  const signer = signerFrom(name, 'ed25519', seed)
  const publicKey = Uint8Array.from(signer.publicKey)
  await tx.auditKey.create({ data: { number: (before?.number ?? 0) + 1, name, publicKey, dataKeyId } })
  const replaces = before ? keyIdOf({ ...before, algorithm: 'ed25519' }) : null
  const key = keyIdOf(signer)
  await recordAudit(tx, SYSTEM, { action: 'audit.key_made', subjectId: null, data: { key, replaces } })
  return { id: key, replaces }
}

/** Names this log and no other, for ever: two portals on one address, one after the other, are two logs. */
const newOrigin = () => `${env().ZHUNXIN_URL.host}/audit/${randomBytes(4).toString('hex')}`
