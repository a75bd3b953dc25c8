import 'server-only'
import { type AuditRow, canonicalEntry } from '@/lib/audit/entry'
import { database, type Tx, transaction } from '@/lib/db/client'
import { LOG_LOCK, signersAfter } from './audit-keys'
import { leafHash } from './merkle'
import { checkpointBody, signNote } from './note'
import { readStoredHashes } from './stored-hashes'
import { edgeOf, grow } from './tree'

/** Limits the leaves that a checkpoint adds: they take some hundredths of a second and bounded memory. */
export const BATCH = 1_000

/** Counts the events that got a leaf; null when another sequencer is working. */
export type Sequenced = { readonly added: number; readonly isMore: boolean } | null

/**
 * Gives events that have no leaf yet their places in the tree, and signs a checkpoint of it: all in one transaction, so
 * that a kill leaves nothing half done. Those events are found by their absence from the leaves, whenever their
 * transactions started or ended; the trigger's notes only spare reading all. One sequencer works at a time, by an
 * advisory lock that ends with its transaction; inserts of events wait for none of this.
 */
export async function sequenceEvents(): Promise<Sequenced> {
  if (!(await isAnyPending())) return { added: 0, isMore: false }
  return transaction(async (tx) => {
    const [lock] = await tx.$queryRaw<[{ taken: boolean }]>`SELECT pg_try_advisory_xact_lock(${LOG_LOCK}) AS taken`
    if (!lock.taken) return null
    const pending = await readPending(tx)
    const rows = await readEvents(tx, pending)
    if (rows.length > 0) await append(tx, rows)
    await tx.$executeRaw`DELETE FROM audit_pending WHERE event_id = ANY(${pending}::uuid[])`
    return { added: rows.length, isMore: pending.length === BATCH }
  })
}

async function isAnyPending(): Promise<boolean> {
  const rows = await database().$queryRaw<unknown[]>`SELECT 1 FROM audit_pending LIMIT 1`
  return rows.length > 0
}

async function readPending(tx: Tx): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT event_id AS id FROM audit_pending ORDER BY event_id LIMIT ${BATCH}`
  return rows.map(({ id }) => id)
}

/** In the order of their times, as far as they are known now. */
function readEvents(tx: Tx, ids: readonly string[]): Promise<AuditRow[]> {
  return tx.$queryRaw`
    SELECT e.id, e.version, e.at, e.actor_kind AS "actorKind", e.actor_id AS "actorId", e.capabilities, e.action,
      e.subject_kind AS "subjectKind", e.subject_id AS "subjectId", e.data, e.is_test AS "isTest"
    FROM audit_events e
    WHERE e.id = ANY(${ids}::uuid[]) AND NOT EXISTS (SELECT FROM audit_leaves l WHERE l.event_id = e.id)
    ORDER BY e.at, e.id`
}

async function append(tx: Tx, rows: readonly AuditRow[]): Promise<void> {
  const [last] = await tx.auditCheckpoint.findMany({ orderBy: { size: 'desc' }, take: 1 })
  const from = last?.size ?? 0n
  const leaves = rows.map((row) => leafHash(canonicalEntry(row)))
  const { tiles, root } = grow(from, leaves, await readStoredHashes(tx, edgeOf(from)))
  const { number, origin, signers } = await signersAfter(tx, last?.keyNumber ?? null)
  const size = from + BigInt(leaves.length)
  const note = signNote(checkpointBody({ origin, size, root }), signers)

  const hex = (hash: Uint8Array) => Buffer.from(hash).toString('hex')
  await tx.$executeRaw`
    INSERT INTO audit_leaves (index, event_id, hash)
    SELECT ${from}::bigint + n - 1, id, decode(hash, 'hex')
    FROM unnest(${rows.map(({ id }) => id)}::uuid[], ${leaves.map(hex)}::text[]) WITH ORDINALITY AS leaf(id, hash, n)`
  await tx.$executeRaw`
    INSERT INTO audit_tiles (level, index, hash)
    SELECT level, index, decode(hash, 'hex')
    FROM unnest(${tiles.map(({ level }) => level)}::smallint[], ${tiles.map(({ index }) => index)}::bigint[],
      ${tiles.map(({ hash }) => hex(hash))}::text[]) AS tile(level, index, hash)`
  await tx.$executeRaw`
    INSERT INTO audit_checkpoints (size, root, note, key_number, at)
    VALUES (${size}, ${root}, ${note}, ${number}, date_trunc('milliseconds', clock_timestamp()))`
}
