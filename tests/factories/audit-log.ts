import { setTimeout as sleep } from 'node:timers/promises'
import { SYSTEM } from '@/lib/actor/actor'
import { canonicalEntry } from '@/lib/audit/entry'
import { recordAudit } from '@/lib/audit/record'
import { publicKeys } from '@/lib/audit-log/audit-keys'
import { foldHashes, leafHash, nodesOf } from '@/lib/audit-log/merkle'
import { decodeKey, parseCheckpoint, verifyNote } from '@/lib/audit-log/note'
import { sequenceEvents } from '@/lib/audit-log/sequence'
import { newId } from '@/lib/core/ids'
import { database, transaction } from '@/lib/db/client'
import { asOwner } from '@/lib/db/owner'

/** Records events in one transaction, which commits that many milliseconds later. */
export function someEvents(count: number, lasts = 0): Promise<void> {
  return transaction(async (tx) => {
    for (let n = 0; n < count; n++) {
      await recordAudit(tx, SYSTEM, { action: 'staff.disabled', subjectId: newId(), data: {} })
    }
    await sleep(lasts)
  })
}

/** Sequences until nothing waits any more. */
export async function sequenceAll(): Promise<void> {
  for (let rounds = 0; (await database().auditPending.count()) > 0; rounds++) {
    if (rounds > 1_000) throw new Error('The sequencer gets nowhere')
    await sequenceEvents()
  }
}

/**
 * Returns what is wrong with the log, computed from the events alone: each must have one place, there is no gap, and
 * each checkpoint must be of the tree that exists.
 */
export async function faultsOfLog(): Promise<string[]> {
  const faults: string[] = []
  const events = new Map((await database().auditEvent.findMany()).map((event) => [event.id, event]))
  const leaves = await database().auditLeaf.findMany({ orderBy: { index: 'asc' } })
  const hashes = leaves.map(({ index, eventId, hash }, n) => {
    const event = events.get(eventId)
    if (index !== BigInt(n)) faults.push(`leaf ${index} stands at ${n}`)
    if (!event) faults.push(`leaf ${index} is of no event`)
    const made = leafHash(event ? canonicalEntry(event) : '')
    if (!made.equals(hash)) faults.push(`leaf ${index} is of another event`)
    events.delete(eventId)
    return made
  })
  if (events.size > 0) faults.push(`${events.size} events have no place`)

  const known = new Map<string, Uint8Array>()
  const hashOf = (level: number, index: bigint): Uint8Array => {
    if (level === 0) return hashes[Number(index)] ?? Buffer.alloc(32)
    const name = `${level}/${index}`
    const hash = known.get(name) ?? foldHashes([hashOf(level - 1, index * 2n), hashOf(level - 1, index * 2n + 1n)])
    known.set(name, hash)
    return hash
  }
  for (const { level, index, hash } of await database().auditTile.findMany()) {
    if (Buffer.compare(hash, hashOf(level, index)) !== 0) faults.push(`tile ${level}/${index} is wrong`)
  }
  const keys = (await publicKeys()).map(({ key }) => decodeKey(key))
  const checkpoints = await database().auditCheckpoint.findMany({ orderBy: { size: 'asc' } })
  for (const { size, root, note } of checkpoints) {
    const signed = parseCheckpoint(note)
    const made = foldHashes(nodesOf({ from: 0n, to: size }).map(({ level, index }) => hashOf(level, index)))
    if (Buffer.compare(made, root) !== 0) faults.push(`checkpoint ${size} is of another tree`)
    if (signed.size !== size || Buffer.compare(signed.root, root) !== 0) faults.push(`checkpoint ${size} says another`)
    if (!keys.some((key) => verifyNote(signed, key))) faults.push(`checkpoint ${size} is not signed`)
  }
  if ((checkpoints.at(-1)?.size ?? 0n) !== BigInt(leaves.length)) faults.push('the last checkpoint is not of the whole')
  return faults
}

/** Runs SQL as a superuser can: no trigger and no foreign key prevents it. */
export async function rewriteAsOwner(...statements: readonly string[]): Promise<void> {
  await asOwner((client) =>
    client.query(['BEGIN', "SET LOCAL session_replication_role = 'replica'", ...statements, 'COMMIT'].join(';\n')),
  )
}
