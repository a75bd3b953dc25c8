import 'server-only'
import { type AuditRow, canonicalEntry } from '@/lib/audit/entry'
import { publicKeys } from '@/lib/audit-log/audit-keys'
import { latestCheckpoint, proveEvents } from '@/lib/audit-log/read'
import { database } from '@/lib/db/client'
import type { DossierActivity, DossierEvent } from './read-activity'

/** Proves that the events of a dossier are in the signed log. */
export type DossierProof = {
  checkpoint: { size: bigint; at: Date; note: string }
  /** Lists the log's public keys, as verifiers take them. */
  keys: string[]
  /** Gives the log index of each event; an event of a moment ago has none yet. */
  places: ReadonlyMap<string, bigint>
  /** Lists the most important events with whole proofs: the last decision, and the last status change after it. */
  shown: ProvedEvent[]
}

export type ProvedEvent = { of: 'decision' | 'state'; event: DossierEvent; entry: string; proof: string }

/** Null before anything was signed. */
export async function readProof({ statusChanges, exports }: DossierActivity): Promise<DossierProof | null> {
  const checkpoint = await latestCheckpoint()
  if (!checkpoint) return null
  const events = [...statusChanges.rows, ...exports.rows]
  const proofs = await proveEvents(
    events.map(({ id }) => id),
    checkpoint,
  )
  const proved = statusChanges.rows.filter(({ id }) => proofs.has(id))
  const [decision, last] = [proved.findLast(({ action }) => action === 'review.decided'), proved.at(-1)]
  const shown = [
    ...(decision ? [{ of: 'decision' as const, event: decision }] : []),
    ...(last && last.id !== decision?.id ? [{ of: 'state' as const, event: last }] : []),
  ]
  const { size, at, note } = checkpoint
  return {
    checkpoint: { size, at, note },
    keys: (await publicKeys()).map(({ key }) => key),
    places: new Map([...proofs].map(([id, { index }]) => [id, index])),
    shown: await Promise.all(
      shown.map(async ({ of, event }) => ({
        ...{ of, event },
        entry: await entryOf(event.id),
        proof: proofs.get(event.id)?.proof ?? '',
      })),
    ),
  }
}

async function entryOf(id: string): Promise<string> {
  const row: AuditRow = await database().auditEvent.findUniqueOrThrow({ where: { id } })
  return canonicalEntry(row)
}
