import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { SYSTEM } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { createDataKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database, transaction } from '@/lib/db/client'
import { asOwner } from '@/lib/db/owner'
import { anApplicant } from '@/tests/factories/review'
import { avoidEndOfMinute } from '@/tests/setup/boundaries'
import { interleaveWith } from '@/tests/setup/interleave'
import { closeRefusalCounts } from './close-refusal-counts'
import { commitmentDigest, commitTo } from './commitment'
import { canonicalEntry } from './entry'
import type { AuditEvent } from './events/all'
import { recordAudit, recordRefusal } from './record'

const aPerson = () => ({
  kind: 'PERSON' as const,
  id: randomUUID(),
  sessionId: randomUUID(),
  audience: 'STAFF' as const,
  accountIds: [],
  capabilities: [],
  assurance: { factors: [] },
})

const disabled = (subjectId: string): AuditEvent => ({ action: 'staff.disabled', subjectId, data: {} })
const eventsOf = (actorId: string) => database().auditEvent.findMany({ where: { actorId }, orderBy: { id: 'asc' } })

test('an event says who did what to whom, when, and by which right', async () => {
  const [actor, subjectId] = [aPerson(), randomUUID()]
  await transaction((tx) => recordAudit(tx, actor, disabled(subjectId), { using: 'people.manage' }))

  const [event] = await eventsOf(actor.id)
  expect(event).toMatchObject({
    action: 'staff.disabled',
    subjectKind: 'USER',
    subjectId,
    capabilities: ['people.manage'],
  })
  expect(Math.abs(Date.now() - (event?.at.getTime() ?? 0))).toBeLessThan(60_000)
})

test('an act that is taken back leaves no event', async () => {
  const actor = aPerson()
  const attempt = transaction(async (tx) => {
    await recordAudit(tx, actor, disabled(randomUUID()))
    throw new Error('taken back')
  })
  await expect(attempt).rejects.toThrow('taken back')
  expect(await eventsOf(actor.id)).toEqual([])
})

test('data that the schema does not know is a bug, and takes the act back', async () => {
  const subjectId = randomUUID()
  const event = { action: 'staff.disabled', subjectId, data: { name: '张三' } } as unknown as AuditEvent
  await expect(transaction((tx) => recordAudit(tx, SYSTEM, event))).rejects.toThrow()
  expect(await database().auditEvent.count({ where: { subjectId } })).toBe(0)
})

test.each(['UPDATE audit_events SET action = action', 'DELETE FROM audit_events', 'TRUNCATE audit_events CASCADE'])(
  'the application has no right to %s, and the table refuses its owner, too',
  async (statement) => {
    await transaction((tx) => recordAudit(tx, SYSTEM, disabled(randomUUID())))
    await expect(database().$executeRawUnsafe(statement)).rejects.toThrow('permission denied')
    await expect(asOwner((client) => client.query(statement))).rejects.toThrow('append-only')
  },
)

test('the canonical entry is the same before and after the database', async () => {
  const subjectId = randomUUID()
  const roles = ['LEAD', 'ADMIN']
  await transaction((tx) =>
    recordAudit(tx, SYSTEM, { action: 'staff.roles_changed', subjectId, data: { to: roles, from: [] } }),
  )
  const row = await database().auditEvent.findFirstOrThrow({ where: { subjectId } })
  expect(canonicalEntry(row)).toBe(
    `{"action":"staff.roles_changed","actor":{"capabilities":[],"id":null,"kind":"SYSTEM"},` +
      `"data":{"from":[],"to":["LEAD","ADMIN"]},"id":"${row.id}","subject":{"id":"${subjectId}","kind":"USER"},` +
      `"time":"${row.at.toISOString()}","version":1}`,
  )
})

test('a commitment opens with its disclosure, and the event shows nothing of the value', async () => {
  const subjectId = randomUUID()
  const note = commitTo('note', '照片里看不清号码')
  const part = { partId: randomUUID(), verdict: 'REFUSED', reasons: ['BLURRED'], mend: 'PICTURE', mendField: null }
  const { id: dataKeyId, key } = await transaction(async (tx) => {
    const made = await createDataKey(tx)
    await recordAudit(
      tx,
      SYSTEM,
      {
        action: 'review.decided',
        subjectId,
        data: {
          decisionId: randomUUID(),
          submissionId: randomUUID(),
          revision: 1,
          from: 'IN_REVIEW',
          to: 'CHANGES_REQUESTED',
          parts: [{ ...part, note: note.digest }],
        },
      },
      { disclose: { dataKeyId: made.id, commitments: [note] } },
    )
    return made
  })

  const event = await database().auditEvent.findFirstOrThrow({ where: { subjectId }, include: { disclosures: true } })
  expect(JSON.stringify(event.data)).not.toContain('号码')
  const [disclosure] = event.disclosures
  if (!disclosure) throw new Error('No disclosure')
  expect(disclosure.dataKeyId).toBe(dataKeyId)
  const place = (column: string) => ({ table: 'audit_disclosures', column, row: `${event.id}/note` })
  const salt = Buffer.from(open(key, place('salt_sealed'), disclosure.saltSealed), 'base64')
  const value: unknown = JSON.parse(open(key, place('value_sealed'), disclosure.valueSealed))
  expect(commitmentDigest(salt, 'note', value)).toBe(note.digest)
  expect(commitTo('note', value).digest).not.toBe(note.digest)
})

test('refusals cannot flood the log: one event, the rest counted and reported once', async () => {
  await avoidEndOfMinute()
  const actor = aPerson()
  const refusal = new DomainError('FORBIDDEN', 'no', { subjectId: randomUUID() })
  await Promise.all(Array.from({ length: 12 }, () => recordRefusal(actor, 'qualification.decide', refusal)))
  expect(await eventsOf(actor.id)).toHaveLength(1)

  await closeRefusalCounts() // the minute is not over yet
  expect(await eventsOf(actor.id)).toHaveLength(1)

  await database()
    .$executeRaw`UPDATE refusal_counts SET minute = minute - interval '5 minutes' WHERE actor_id = ${actor.id}::uuid`
  await Promise.all([closeRefusalCounts(), closeRefusalCounts()])
  const events = await eventsOf(actor.id)
  expect(events.map(({ action }) => action)).toEqual(['act.refused', 'act.refusals_counted'])
  expect(events[1]?.data).toMatchObject({ count: 12, act: 'qualification.decide', code: 'FORBIDDEN' })
})

test('a refusal that is counted while its minute is closed is recorded with the others', async () => {
  const actor = aPerson()
  await recordRefusal(actor, 'qualification.decide', new DomainError('FORBIDDEN', 'no'))
  await database()
    .$executeRaw`UPDATE refusal_counts SET minute = minute - interval '5 minutes' WHERE actor_id = ${actor.id}::uuid`
  await interleaveWith(
    (tx) => tx.refusalCount.updateMany({ where: { actorId: actor.id }, data: { count: { increment: 1 } } }),
    closeRefusalCounts,
  )
  expect((await eventsOf(actor.id)).at(-1)).toMatchObject({ action: 'act.refusals_counted', data: { count: 2 } })
})

test('what is refused about test accounts is counted apart, and its events are tests', async () => {
  await avoidEndOfMinute()
  const actor = aPerson()
  const [test, live] = [await anApplicant({ isTest: true }), await anApplicant()]
  const refuse = (accountId: string, times?: number) =>
    recordRefusal(actor, 'account.leave', new DomainError('CONFLICT', 'no', { subjectId: accountId }), times)
  await refuse(live.accountId)
  await refuse(test.accountId)
  await refuse(test.accountId, 5)
  await refuse(live.accountId)
  await database()
    .$executeRaw`UPDATE refusal_counts SET minute = minute - interval '5 minutes' WHERE actor_id = ${actor.id}::uuid`
  await closeRefusalCounts()
  const events = await eventsOf(actor.id)
  const said = events.map(({ action, isTest, data }) => {
    const { count = 1, accountId = null } = data as { count?: number; accountId?: string | null }
    return [action, isTest, count, accountId]
  })
  expect(said).toHaveLength(4)
  expect(said).toEqual(
    expect.arrayContaining([
      ['act.refused', false, 1, null],
      ['act.refused', true, 1, null],
      ['act.refusals_counted', false, 2, null],
      ['act.refusals_counted', true, 6, test.accountId],
    ]),
  )
})
