import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { env } from '@/lib/core/env'
import { database, databaseTime } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { mailsTo } from '@/tests/factories/mails'
import { outcomesOf } from '@/tests/factories/outcomes'
import { aColleague, anAdministrator } from '@/tests/factories/people'
import { IDENTITY } from '@/tests/factories/qualifications'
import { revealsOf, shownBefore } from '@/tests/factories/reveals'
import { requestList, submittedOn } from '@/tests/factories/unmasked-lists'
import { MoreRowsError } from './list'
import { qualificationList } from './qualification-list'

const limit = () => env().REVEALS_AN_HOUR

async function contentOf(actor: PersonActor, given: Record<string, string>): Promise<string> {
  const requested = await requestList(actor, given)
  if (requested.id !== null) throw new Error('It was to be sent at once')
  return text(requested.content)
}

test('each row of an unmasked list counts, and none of a masked one or of an empty one', async () => {
  const three = await submittedOn('2021-03-01', 3)
  const admin = await anAdministrator()
  expect(await contentOf(admin, three)).toContain(IDENTITY['person.idNumber'])
  expect(await revealsOf(admin.id)).toEqual(['LIST', 'LIST', 'LIST'])
  await requestList(admin, { ...three, unmasked: undefined })
  await requestList(admin, { from: '2020-01-01', until: '2020-01-01' })
  expect(await revealsOf(admin.id)).toHaveLength(3)
})

test('one with more rows than are left is refused, with how many those are and from when it is allowed', async () => {
  const three = await submittedOn('2021-03-02', 3)
  const admin = await anAdministrator()
  await shownBefore(admin.id, limit() - 10, 10)
  await shownBefore(admin.id, 8, 30)
  await expect(requestList(admin, three)).rejects.toMatchObject({
    code: 'LIST_OVER_LIMIT',
    params: { rows: 3, left: 2, unit: 'MINUTES', wait: 30 }, // when one of the eight is an hour old
  })
  expect(await revealsOf(admin.id)).toHaveLength(limit() - 2)
  const exported = { actorId: admin.id, action: 'qualifications.exported_unmasked' }
  expect(await database().auditEvent.count({ where: exported })).toBe(0)
  const { id } = await database().countedReveal.findFirstOrThrow({ where: { personId: admin.id } })
  await database().countedReveal.delete({ where: { id } })
  await requestList(admin, three)
  expect(await revealsOf(admin.id)).toHaveLength(limit())
  await expect(requestList(admin, three)).rejects.toMatchObject({ code: 'LIST_OVER_LIMIT', params: { left: 0 } })
})

test('lists of one person that are requested at once count one after another', async () => {
  const three = await submittedOn('2021-03-03', 3)
  const admin = await anAdministrator()
  await shownBefore(admin.id, limit() - 7)
  const attempts = Array.from({ length: 6 }, () => requestList(admin, three))
  expect(await outcomesOf(attempts)).toEqual([...Array.from({ length: 4 }, () => 'LIST_OVER_LIMIT'), 'OK', 'OK'])
  expect(await revealsOf(admin.id)).toHaveLength(limit() - 1)
})

test('administrators are notified of each unmasked list with its rows, and alerted of one that is refused', async () => {
  const two = await submittedOn('2021-03-04', 2)
  const other = await aColleague({ roles: ['ADMIN'] })
  const { actor: admin } = await aColleague({ roles: ['ADMIN'], name: '钱多多' })
  await requestList(admin, two)
  const [mail, ...more] = await mailsTo(other.email, 'UNMASKED_LIST')
  expect(mail?.text).toMatch(/钱多多.*共 2 行/)
  expect(more).toEqual([])

  expect(await eventsAbout(admin.id, 'review.reveal_cap_reached')).toEqual([])
  await shownBefore(admin.id, limit() - 3)
  await expect(requestList(admin, two)).rejects.toMatchObject({ params: { left: 1 } })
  expect(await eventsAbout(admin.id, 'review.reveal_cap_reached')).toHaveLength(1)
  expect(await mailsTo(other.email, 'UNMASKED_LIST')).toHaveLength(1)
})

test('no more rows are written than were counted', async () => {
  const three = await submittedOn('2021-03-05', 3)
  const list = { format: 'CSV', filters: three, until: await databaseTime(), isMasked: false } as const
  const write = async (most: number) => text(await qualificationList.write({ ...list, most, say: (key) => key }))
  expect((await write(3)).split('\r\n')).toHaveLength(5)
  await expect(write(2)).rejects.toThrow(MoreRowsError)
})
