import { expect, test, vi } from 'vitest'
import { newId } from '@/lib/core/ids'
import { database, databaseTime, transaction } from '@/lib/db/client'
import * as ids from '@/lib/notifications/templates-without-id'
import { aColleague, anEmail, aPhone, aRegisteredApplicant } from '@/tests/factories/people'
import { notifyAccount, notifyEmail, notifyPerson, notifyPhone } from './notify'
import { noticeEmail, sentBy } from './testing/sent'

const APPROVED = { template: 'APPROVED', params: { reference: 'ZX-20261125-ABCDEF', until: '2027-11-25' } } as const

test('an account is notified through each active member, each in their language and by the channels that they chose', async () => {
  const [a, b, gone, stranger] = await Promise.all([1, 2, 3, 4].map(() => aRegisteredApplicant()))
  if (!a || !b || !gone || !stranger) throw new Error('Too few')
  const { accountId } = a
  await database().membership.createMany({ data: [b, gone].map(({ id: userId }) => ({ accountId, userId })) })
  await database().user.update({ where: { id: b.id }, data: { locale: 'en', noticesBySms: false } })
  await database().user.update({
    where: { id: gone.id },
    data: { status: 'DISABLED', disabledAt: await databaseTime() },
  })
  const [emailA, emailB] = [await noticeEmail(a.id), await noticeEmail(b.id)]

  const qualificationId = newId()
  const about = { template: 'APPROVED', qualificationId }
  expect(await sentBy((tx) => notifyAccount(tx, { accountId, qualificationId, ...APPROVED }))).toEqual(
    expect.arrayContaining([
      { to: a.phone, channel: 'SMS', locale: 'zh-CN', ...about },
      { to: emailA, channel: 'EMAIL', locale: 'zh-CN', ...about },
      { to: emailB, channel: 'EMAIL', locale: 'en', ...about },
    ]),
  )
  expect(await sentBy((tx) => notifyAccount(tx, { accountId, ...APPROVED }))).toHaveLength(3)
})

test('an address that is not confirmed gets nothing', async () => {
  const { id: userId, phone } = await aRegisteredApplicant()
  await noticeEmail(userId, { isConfirmed: false })
  await database().user.update({ where: { id: userId }, data: { noticesBySms: false } })
  expect(await sentBy((tx) => notifyPerson(tx, { userId, ...APPROVED }))).toMatchObject([{ to: phone, channel: 'SMS' }])
})

test('a notice whose text message has no id goes by e-mail to those who have an address', async () => {
  const [a, b] = [await aRegisteredApplicant(), await aRegisteredApplicant()]
  const email = await noticeEmail(a.id)
  await database().user.update({ where: { id: a.id }, data: { noticesByEmail: false } })
  const { accountId } = a
  await database().membership.create({ data: { accountId, userId: b.id } })
  const missing = vi.spyOn(ids, 'templatesWithoutId').mockReturnValue(['APPROVED'])
  const approved = await sentBy((tx) => notifyAccount(tx, { accountId, ...APPROVED }))
  expect(approved.map(({ to, channel }) => `${channel} ${to}`).sort()).toEqual([`EMAIL ${email}`, `SMS ${b.phone}`])
  const resumed = { template: 'RESUMED', params: { reference: 'ZX-1' } } as const
  expect(await sentBy((tx) => notifyPerson(tx, { userId: a.id, ...resumed }))).toMatchObject([{ to: a.phone }])
  missing.mockRestore()
})

test('staff are notified at their sign-in address', async () => {
  const { id: userId, email } = await aColleague()
  expect(await sentBy((tx) => notifyPerson(tx, { userId, ...APPROVED }))).toMatchObject([
    { to: email, channel: 'EMAIL' },
  ])
})

test('a disabled person is not notified', async () => {
  const { id: userId } = await aRegisteredApplicant()
  await database().user.update({
    where: { id: userId },
    data: { status: 'DISABLED', disabledAt: await databaseTime() },
  })
  expect(await sentBy((tx) => notifyPerson(tx, { userId, ...APPROVED }))).toEqual([])
})

test('a phone and an address are notified no matter whose they are', async () => {
  const [phone, email] = [aPhone(), anEmail()]
  const byPhone = { template: 'MEMBER_INVITED', params: { inviter: '138****8000' } } as const
  const byEmail = { template: 'STAFF_INVITED', params: { url: 'http://localhost/x', hours: 72 } } as const
  expect(await sentBy((tx) => notifyPhone(tx, { phone, locale: 'en', ...byPhone }))).toMatchObject([
    { to: phone, channel: 'SMS', locale: 'en', template: 'MEMBER_INVITED' },
  ])
  expect(await sentBy((tx) => notifyEmail(tx, { email, locale: 'zh-CN', ...byEmail }))).toMatchObject([
    { to: email, channel: 'EMAIL', locale: 'zh-CN', template: 'STAFF_INVITED' },
  ])
})

test('nobody is notified of what did not happen', async () => {
  const { accountId } = await aRegisteredApplicant()
  const rows = await database().outboxMessage.count()
  const failing = transaction(async (tx) => {
    await notifyAccount(tx, { accountId, ...APPROVED })
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await database().outboxMessage.count()).toBe(rows)
})

test('a damaged row prevents no notification of others', async () => {
  const [damaged, other] = [await aRegisteredApplicant(), await aRegisteredApplicant()]
  const { accountId } = damaged
  await database().membership.create({ data: { accountId, userId: other.id } })
  const { phoneSealed } = await database().user.findUniqueOrThrow({ where: { id: other.id } })
  await database().user.update({ where: { id: damaged.id }, data: { phoneSealed } })
  expect(await sentBy((tx) => notifyAccount(tx, { accountId, ...APPROVED }))).toMatchObject([{ to: other.phone }])
})
