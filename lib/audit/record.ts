import 'server-only'
import type { Actor } from '@/lib/actor/actor'
import type { Capability } from '@/lib/actor/capabilities'
import { newId } from '@/lib/core/ids'
import { dataKey } from '@/lib/crypto/data-keys'
import { seal } from '@/lib/crypto/fields'
import { type Tx, transaction } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { Commitment } from './commitment'
import { type AuditEvent, definitionOf } from './events/all'

type About = {
  /** The capability that allowed the act, where one did. */
  using?: Capability
  /** Gives the values of commitments in the event; they are stored under this key and erased with it. */
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
  const { id, insert } = auditInsert(actor, event, about.using)
  await tx.$executeRaw(insert)
  if (about.disclose) await discloseEvent(tx, id, about.disclose)
}

/**
 * Returns the INSERT of an event, for a statement that does in one round trip what the event records: it ends with a
 * SELECT, which takes a FROM that has one row if it was done and none if not. Call `discloseEvent` for its commitments.
 *
 * @throws z.ZodError as `recordAudit` does
 */
export function auditInsert(
  actor: Pick<Actor, 'kind' | 'id'>,
  event: AuditEvent,
  using?: Capability,
): { id: string; insert: Prisma.Sql } {
  const { action, subjectKind, version, data } = definitionOf(event.action)
  const id = newId()
  const capabilities = using && actor.kind === 'PERSON' ? [using] : [] // a client has scopes instead
  const insert = Prisma.sql`
    INSERT INTO audit_events
      (id, version, at, actor_kind, actor_id, capabilities, action, subject_kind, subject_id, data)
    SELECT ${id}::uuid, ${version}::int, date_trunc('milliseconds', clock_timestamp()), ${actor.kind}::"ActorKind",
      ${actor.id}::uuid, ${capabilities}::text[], ${action}::text, ${subjectKind}::text, ${event.subjectId}::uuid,
      ${JSON.stringify(data.parse(event.data))}::jsonb`
  return { id, insert }
}

/** Stores the values of an event's commitments, under a key that is erased with them. */
export async function discloseEvent(
  tx: Tx,
  eventId: string,
  { dataKeyId, commitments }: NonNullable<About['disclose']>,
): Promise<void> {
  if (commitments.length > 0) await discloseTo(tx, eventId, { dataKeyId, commitments })
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
 * act and code in a minute is an event; the others are counted, and recorded by `closeRefusalCounts`. Refusals about
 * test accounts are counted apart.
 *
 * @param times how often, where refusals were counted elsewhere first
 */
export async function recordRefusal(
  actor: Pick<Actor, 'kind' | 'id'>,
  act: string,
  { code, subjectId }: { code: string; subjectId: string | null },
  times = 1,
): Promise<void> {
  await transaction(async (tx) => {
    const [{ count, tests, isTest }] = await tx.$queryRaw<[{ count: number; tests: number; isTest: boolean }]>`
      WITH test AS (
        SELECT a.id FROM accounts a WHERE a.is_test AND (a.id = ${subjectId}::uuid
          OR a.id = (SELECT q.account_id FROM qualifications q WHERE q.id = ${subjectId}::uuid))
      )
      INSERT INTO refusal_counts AS known (actor_id, actor_kind, act, code, minute, count, tests, test_account_id)
      SELECT ${actor.id}::uuid, ${actor.kind}::"ActorKind", ${act}, ${code}, date_trunc('minute', clock_timestamp()),
        ${times}::int, CASE WHEN EXISTS (SELECT FROM test) THEN ${times}::int ELSE 0 END, (SELECT id FROM test)
      ON CONFLICT (actor_id, act, code, minute) DO UPDATE SET count = known.count + excluded.count,
        tests = known.tests + excluded.tests, test_account_id = coalesce(known.test_account_id, excluded.test_account_id)
      RETURNING count, tests, EXISTS (SELECT FROM test) AS "isTest"`
    const alike = isTest ? tests : count - tests
    if (alike === times) await recordAudit(tx, actor, { action: 'act.refused', subjectId, data: { act, code } })
  })
}
