import { expect, test } from 'vitest'
import { database, transaction } from '@/lib/db/client'
import { aRegisteredApplicant, aSession } from '@/tests/factories/people'
import { eraseDataKeys } from './erase-data-keys'

/** These tests are about rows; `tests/lifecycle/sealed-columns.db.test.ts` lists all columns. */

const SEALED = Buffer.from('sealed')

/** Returns a person with two sessions and two requests, of which the first of each has something sealed. */
async function aPerson() {
  const { id, actor, accountId } = await aRegisteredApplicant()
  const { sessionId } = await aSession(id, 'APPLICANT')
  await database().session.update({ where: { id: actor.sessionId }, data: { networkSealed: SEALED } })
  const decided = { state: 'GRANTED', decidedById: id, decidedAt: new Date(), reason: 'OTHER' } as const
  const request = { accountId, requestedById: id, obstacles: [], ...decided }
  const noted = await database().erasureRequest.create({ data: { ...request, noteSealed: SEALED } })
  const plain = await database().erasureRequest.create({ data: request })
  const { dataKeyId } = await database().user.findUniqueOrThrow({ where: { id } })
  return { id, dataKeyId, rows: [actor.sessionId, sessionId, noted.id, plain.id] }
}

/** Returns what is sealed in each of the rows, and by which transaction the row was last written. */
async function stored({ rows }: { rows: string[] }) {
  const found = await database().$queryRaw<{ id: string; sealed: string | null; writer: string }[]>`
    SELECT id::text, encode(network_sealed, 'escape') AS sealed, xmin::text AS writer FROM sessions
    WHERE id = ANY(${rows}::uuid[])
    UNION ALL SELECT id::text, encode(note_sealed, 'escape'), xmin::text FROM erasure_requests
    WHERE id = ANY(${rows}::uuid[])`
  return rows.map((id) => found.find((row) => row.id === id))
}

test('of an erased person the rows with something sealed are cleared, and no other row is written', async () => {
  const [one, other] = [await aPerson(), await aPerson()]
  const before = { one: await stored(one), other: await stored(other) }
  expect(before.one.map((row) => row?.sealed)).toEqual(['sealed', null, 'sealed', null])

  const subject = { dataKeyId: one.dataKeyId, kind: 'PERSON', subjectId: one.id } as const
  await transaction((tx) => eraseDataKeys(tx, [subject], 'REQUEST'))

  const after = await stored(one)
  expect(after.map((row) => row?.sealed)).toEqual([null, null, null, null])
  const writers = (rows: typeof after) => [rows[1]?.writer, rows[3]?.writer]
  expect(writers(after)).toEqual(writers(before.one))
  expect(await stored(other)).toEqual(before.other)
})
