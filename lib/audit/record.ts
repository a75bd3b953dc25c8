import 'server-only'
import type { Actor, PersonActor } from '@/lib/auth/actor'
import type { Capability } from '@/lib/auth/capabilities'
import type { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { dataKey } from '@/lib/crypto/data-keys'
import { seal } from '@/lib/crypto/fields'
import { type Tx, transaction } from '@/lib/db/client'
import type { Commitment } from './commitment'
import { type AuditEvent, definitionOf } from './events/all'

type About = {
  /** The capability that allowed the act, where one did. */
  using?: Capability
  /** The values behind commitments in the event, kept under this key and erased with it. */
  disclose?: { dataKeyId: string; commitments: readonly Commitment[] }
}

/**
 * Records what was done, in the transaction that does it: no fact without its event, no event without its fact.
 *
 * @throws z.ZodError when the data isn't what the event's schema says: a bug, which takes the act back
 */
export async function recordAudit(
  tx: Tx,
  actor: Pick<Actor, 'kind' | 'id'>,
  event: AuditEvent,
  about: About = {},
): Promise<void> {
  const { action, subjectKind, version, data } = definitionOf(event.action)
  const id = newId()
  const capabilities = about.using ? [about.using] : []
  await tx.$executeRaw`
    INSERT INTO audit_events
      (id, version, at, actor_kind, actor_id, capabilities, action, subject_kind, subject_id, data)
    VALUES (${id}::uuid, ${version}, date_trunc('milliseconds', clock_timestamp()), ${actor.kind}::"ActorKind",
      ${actor.id}::uuid, ${capabilities}, ${action}, ${subjectKind}, ${event.subjectId}::uuid,
      ${JSON.stringify(data.parse(event.data))}::jsonb)`
  if (about.disclose && about.disclose.commitments.length > 0) await discloseTo(tx, id, about.disclose)
}

async function discloseTo(tx: Tx, eventId: string, { dataKeyId, commitments }: NonNullable<About['disclose']>) {
  const key = await dataKey(tx, dataKeyId)
  const place = (column: string, name: string) => ({ table: 'audit_disclosures', column, row: `${eventId}/${name}` })
  await tx.auditDisclosure.createMany({
    data: commitments.map(({ name, salt, value }) => ({
      eventId,
      name,
      dataKeyId,
      saltSealed: seal(key, place('salt_sealed', name), salt.toString('base64')),
      valueSealed: seal(key, place('value_sealed', name), JSON.stringify(value)),
    })),
  })
}

/**
 * Records that an act was refused, in a transaction of its own, since the act's has rolled back. The first of an actor,
 * act and code in a minute is an event; the others are counted, and told by `closeRefusalCounts`.
 */
export async function recordRefusal(actor: PersonActor, act: string, { code, subjectId }: DomainError): Promise<void> {
  await transaction(async (tx) => {
    const [row] = await tx.$queryRaw<[{ count: number }]>`
      INSERT INTO refusal_counts (actor_id, act, code, minute)
      VALUES (${actor.id}::uuid, ${act}, ${code}, date_trunc('minute', clock_timestamp()))
      ON CONFLICT (actor_id, act, code, minute) DO UPDATE SET count = refusal_counts.count + 1
      RETURNING count`
    if (row.count === 1) await recordAudit(tx, actor, { action: 'act.refused', subjectId, data: { act, code } })
  })
}
