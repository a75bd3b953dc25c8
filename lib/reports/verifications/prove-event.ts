import 'server-only'
import { type Actor, can } from '@/lib/actor/actor'
import { type AuditRow, canonicalEntry } from '@/lib/audit/entry'
import { publicKeys } from '@/lib/audit-log/audit-keys'
import { latestCheckpoint, proveEvents } from '@/lib/audit-log/read'
import { sequenceEvents } from '@/lib/audit-log/sequence'
import { DomainError } from '@/lib/core/errors'
import { isId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'

function requireReader(actor: Actor): void {
  if (!can(actor, 'audit.read')) throw new DomainError('FORBIDDEN', 'Not of the audit log')
}

/**
 * Returns an entry of the log: the bytes that its proof is about.
 *
 * @throws DomainError FORBIDDEN, NOT_FOUND
 */
export async function readEntry(actor: Actor, eventId: string): Promise<string> {
  requireReader(actor)
  const event: AuditRow | null = isId(eventId)
    ? await database().auditEvent.findUnique({ where: { id: eventId } })
    : null
  if (!event) throw new DomainError('NOT_FOUND', 'No such event')
  return canonicalEntry(event)
}

/**
 * Returns the proof that an entry is in the log, as `c2sp.org/tlog-proof@v1`.
 *
 * @throws DomainError FORBIDDEN, NOT_FOUND also when it has no place yet, a second after it was recorded
 */
export async function proveEvent(actor: Actor, eventId: string): Promise<string> {
  await readEntry(actor, eventId)
  const proved = (await proveEvents([eventId])).get(eventId) ?? (await proveOnceSequenced(eventId))
  if (!proved) throw new DomainError('NOT_FOUND', 'It has no place in the log yet')
  return proved.proof
}

async function proveOnceSequenced(eventId: string) {
  await sequenceEvents()
  return (await proveEvents([eventId])).get(eventId)
}

/**
 * Returns the current signed note of the log, which can be stored elsewhere.
 *
 * @throws DomainError FORBIDDEN, NOT_FOUND before anything was signed
 */
export async function readCheckpointNote(actor: Actor): Promise<string> {
  requireReader(actor)
  const checkpoint = await latestCheckpoint()
  if (!checkpoint) throw new DomainError('NOT_FOUND', 'Nothing was signed yet')
  return checkpoint.note
}

/**
 * Returns the public keys that sign the log, one a line.
 *
 * @throws DomainError FORBIDDEN
 */
export async function readPublicKeys(actor: Actor): Promise<string> {
  requireReader(actor)
  return (await publicKeys()).map(({ key }) => `${key}\n`).join('')
}
