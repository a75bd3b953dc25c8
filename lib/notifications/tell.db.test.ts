import { expect, test, vi } from 'vitest'
import { sealPersonField } from '@/lib/accounts/person-fields'
import { newId } from '@/lib/core/ids'
import { dataKey, systemKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database, databaseTime, type Tx, transaction } from '@/lib/db/client'
import * as mode from '@/lib/messaging/mode'
import { outboxPlace } from '@/lib/messaging/outbox-seal'
import { aColleague, anEmail, aPhone, aRegisteredApplicant } from '@/tests/factories/people'
import { tellAccount, tellEmail, tellPerson, tellPhone } from './tell'

const APPROVED = { template: 'APPROVED', params: { reference: 'ZX-20261125-ABCDEF', until: '2027-11-25' } } as const

/** What goes out by one act: to whom, by what, in which language. */
async function told(act: (tx: Tx) => Promise<void>) {
  const before = await database().outboxMessage.findMany({ select: { id: true } })
  await transaction(act)
  const written = await database().outboxMessage.findMany({ where: { id: { notIn: before.map(({ id }) => id) } } })
  const key = await systemKey('OUTBOX')
  return written.map(({ id, toSealed, channel, template, locale, qualificationId }) => {
    return { to: open(key, outboxPlace('to_sealed', id), toSealed), channel, template, locale, qualificationId }
  })
}

/** Confirmed, unless it is said that it isn't. */
async function noticeEmail(userId: string, { isConfirmed = true } = {}): Promise<string> {
  const email = anEmail()
  const { dataKeyId } = await database().user.findUniqueOrThrow({ where: { id: userId } })
  const key = await dataKey(database(), dataKeyId)
  const noticeEmailSealed = sealPersonField(key, userId, 'notice_email_sealed', email)
  const noticeEmailConfirmedAt = isConfirmed ? await databaseTime() : null
  await database().user.update({ where: { id: userId }, data: { noticeEmailSealed, noticeEmailConfirmedAt } })
  return email
}

test('an account is told through each active member, each in their language and by the channels that they chose', async () => {
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
  expect(await told((tx) => tellAccount(tx, { accountId, qualificationId, ...APPROVED }))).toEqual(
    expect.arrayContaining([
      { to: a.phone, channel: 'SMS', locale: 'zh-CN', ...about },
      { to: emailA, channel: 'EMAIL', locale: 'zh-CN', ...about },
      { to: emailB, channel: 'EMAIL', locale: 'en', ...about },
    ]),
  )
  expect(await told((tx) => tellAccount(tx, { accountId, ...APPROVED }))).toHaveLength(3)
})

test('an address that is not confirmed is not written to', async () => {
  const { id: userId, phone } = await aRegisteredApplicant()
  await noticeEmail(userId, { isConfirmed: false })
  await database().user.update({ where: { id: userId }, data: { noticesBySms: false } })
  expect(await told((tx) => tellPerson(tx, { userId, ...APPROVED }))).toMatchObject([{ to: phone, channel: 'SMS' }])
})

test('where no e-mail is sent, the phone is', async () => {
  const { id: userId, phone } = await aRegisteredApplicant()
  await noticeEmail(userId)
  await database().user.update({ where: { id: userId }, data: { noticesBySms: false } })
  const sent = vi.spyOn(mode, 'isEmailSent').mockReturnValue(false)
  expect(await told((tx) => tellPerson(tx, { userId, ...APPROVED }))).toMatchObject([{ to: phone, channel: 'SMS' }])
  sent.mockRestore()
})

test('staff are written to where they sign in', async () => {
  const { id: userId, email } = await aColleague()
  expect(await told((tx) => tellPerson(tx, { userId, ...APPROVED }))).toMatchObject([{ to: email, channel: 'EMAIL' }])
})

test('whoever is disabled is not told', async () => {
  const { id: userId } = await aRegisteredApplicant()
  await database().user.update({
    where: { id: userId },
    data: { status: 'DISABLED', disabledAt: await databaseTime() },
  })
  expect(await told((tx) => tellPerson(tx, { userId, ...APPROVED }))).toEqual([])
})

test('a phone and an address are told whoever they belong to', async () => {
  const [phone, email] = [aPhone(), anEmail()]
  const byPhone = { template: 'MEMBER_INVITED', params: { inviter: '138****8000' } } as const
  const byEmail = { template: 'STAFF_INVITED', params: { url: 'http://localhost/x', hours: 72 } } as const
  expect(await told((tx) => tellPhone(tx, { phone, locale: 'en', ...byPhone }))).toMatchObject([
    { to: phone, channel: 'SMS', locale: 'en', template: 'MEMBER_INVITED' },
  ])
  expect(await told((tx) => tellEmail(tx, { email, locale: 'zh-CN', ...byEmail }))).toMatchObject([
    { to: email, channel: 'EMAIL', locale: 'zh-CN', template: 'STAFF_INVITED' },
  ])
})

test('nobody is told of what did not happen', async () => {
  const { accountId } = await aRegisteredApplicant()
  const rows = await database().outboxMessage.count()
  const failing = transaction(async (tx) => {
    await tellAccount(tx, { accountId, ...APPROVED })
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await database().outboxMessage.count()).toBe(rows)
})

test('one whose row was damaged keeps nobody else from being told', async () => {
  const [damaged, other] = [await aRegisteredApplicant(), await aRegisteredApplicant()]
  const { accountId } = damaged
  await database().membership.create({ data: { accountId, userId: other.id } })
  const { phoneSealed } = await database().user.findUniqueOrThrow({ where: { id: other.id } })
  await database().user.update({ where: { id: damaged.id }, data: { phoneSealed } })
  expect(await told((tx) => tellAccount(tx, { accountId, ...APPROVED }))).toMatchObject([{ to: other.phone }])
})
