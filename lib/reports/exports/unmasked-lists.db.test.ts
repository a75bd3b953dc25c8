import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { env } from '@/lib/core/env'
import { database } from '@/lib/db/client'
import { openMessage } from '@/lib/notifications/outbox/open-message'
import { eventsAbout } from '@/tests/factories/audit'
import { outcomesOf } from '@/tests/factories/outcomes'
import { aColleague } from '@/tests/factories/people'
import { IDENTITY } from '@/tests/factories/qualifications'
import { revealsOf, shownBefore } from '@/tests/factories/reveals'
import { aSubmittedQualification } from '@/tests/factories/review'
import { requestExport } from './request-export'
import { RequestExportInput } from './schemas'

const limit = () => env().REVEALS_AN_HOUR
const anAdministrator = async (name = '管理员') => (await aColleague({ roles: ['ADMIN'], name })).actor

/** Makes qualifications that were first submitted on a day of their own. */
async function submittedOn(day: string, count: number): Promise<{ from: string; until: string }> {
  const firstSubmittedAt = new Date(`${day}T04:00:00Z`)
  for (let made = 0; made < count; made++) {
    const { qualification } = await aSubmittedQualification()
    await database().qualification.update({ where: { id: qualification.id }, data: { firstSubmittedAt } })
  }
  return { from: day, until: day }
}

const ask = (actor: PersonActor, given: Record<string, string>) =>
  requestExport(
    actor,
    RequestExportInput.parse({
      ...{ subject: 'QUALIFICATIONS', format: 'CSV', unmasked: 'yes', reason: 'INSPECTION' },
      ...given,
    }),
    { locale: 'zh-CN' },
  )

async function contentOf(actor: PersonActor, given: Record<string, string>): Promise<string> {
  const asked = await ask(actor, given)
  if (asked.id !== null) throw new Error('It was to be sent at once')
  return text(asked.content)
}

async function mailsTo(address: string, template: string) {
  const rows = await database().outboxMessage.findMany({ where: { template } })
  return (await Promise.all(rows.map(openMessage))).filter((mail) => mail?.to === address)
}

test('each row of an unmasked list counts, and none of a masked one or of an empty one', async () => {
  const three = await submittedOn('2021-03-01', 3)
  const admin = await anAdministrator()
  expect(await contentOf(admin, three)).toContain(IDENTITY['person.idNumber'])
  expect(await revealsOf(admin.id)).toEqual(['LIST', 'LIST', 'LIST'])
  await requestExport(admin, RequestExportInput.parse({ subject: 'QUALIFICATIONS', format: 'CSV', ...three }), {
    locale: 'zh-CN',
  })
  await ask(admin, { from: '2020-01-01', until: '2020-01-01' })
  expect(await revealsOf(admin.id)).toHaveLength(3)
})

test('one with more rows than are left is refused, with how many those are and from when it is allowed', async () => {
  const three = await submittedOn('2021-03-02', 3)
  const admin = await anAdministrator()
  await shownBefore(admin.id, limit() - 10, 10)
  await shownBefore(admin.id, 8, 30)
  await expect(ask(admin, three)).rejects.toMatchObject({
    code: 'LIST_OVER_LIMIT',
    params: { rows: 3, left: 2, unit: 'MINUTES', wait: 30 }, // when one of the eight is an hour old
  })
  expect(await revealsOf(admin.id)).toHaveLength(limit() - 2)
  const exported = { actorId: admin.id, action: 'qualifications.exported_unmasked' }
  expect(await database().auditEvent.count({ where: exported })).toBe(0)
  await database().countedReveal.deleteMany({
    where: { id: (await database().countedReveal.findFirstOrThrow({ where: { personId: admin.id } })).id },
  })
  await ask(admin, three)
  expect(await revealsOf(admin.id)).toHaveLength(limit())
  await expect(ask(admin, three)).rejects.toMatchObject({ code: 'LIST_OVER_LIMIT', params: { left: 0 } })
})

test('lists of one person that are requested at once count one after another', async () => {
  const three = await submittedOn('2021-03-03', 3)
  const admin = await anAdministrator()
  await shownBefore(admin.id, limit() - 7)
  const attempts = Array.from({ length: 6 }, () => ask(admin, three))
  expect(await outcomesOf(attempts)).toEqual([...Array.from({ length: 4 }, () => 'LIST_OVER_LIMIT'), 'OK', 'OK'])
  expect(await revealsOf(admin.id)).toHaveLength(limit() - 1)
})

test('administrators are notified of each unmasked list with its rows; at the cap they are alerted, and not before', async () => {
  const two = await submittedOn('2021-03-04', 2)
  const other = await aColleague({ roles: ['ADMIN'] })
  const admin = await anAdministrator('钱多多')
  await ask(admin, two)
  const [mail, ...more] = await mailsTo(other.email, 'UNMASKED_LIST')
  expect(mail?.text).toMatch(/钱多多.*共 2 行/)
  expect(more).toEqual([])

  await shownBefore(admin.id, limit() - 3)
  await expect(ask(admin, two)).rejects.toMatchObject({ params: { left: 1 } })
  expect(await eventsAbout(admin.id, 'review.reveal_cap_reached')).toEqual([])
  await shownBefore(admin.id, 1)
  await expect(ask(admin, two)).rejects.toMatchObject({ params: { left: 0 } })
  expect(await eventsAbout(admin.id, 'review.reveal_cap_reached')).toHaveLength(1)
  expect(await mailsTo(other.email, 'UNMASKED_LIST')).toHaveLength(1)
})
