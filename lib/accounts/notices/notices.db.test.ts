import { beforeEach, expect, test } from 'vitest'
import { systemKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database, databaseTime } from '@/lib/db/client'
import { outboxPlace } from '@/lib/notifications/outbox/outbox-seal'
import { eventsAbout } from '@/tests/factories/audit'
import { CONFIRMED } from '@/tests/factories/confirmations'
import { outcomesOf } from '@/tests/factories/outcomes'
import { aColleague, anAddress, anEmail, aRegisteredApplicant } from '@/tests/factories/people'
import { interleaveWith } from '@/tests/setup/interleave'
import { confirmNoticeEmail } from './confirm-notice-email'
import { readOwnNotices } from './queries'
import { removeNoticeEmail } from './remove-notice-email'
import { setNoticeEmail } from './set-notice-email'
import { setNotices } from './set-notices'

beforeEach(() => database().rateLimit.deleteMany())

const confirm = (token: string) => confirmNoticeEmail({ token, address: anAddress() })

/** Returns the token of the newest link that was sent to an address. */
async function tokenSentTo(email: string): Promise<string> {
  const key = await systemKey('OUTBOX')
  const rows = await database().outboxMessage.findMany({
    where: { template: 'NOTICE_EMAIL_CONFIRM' },
    orderBy: { createdAt: 'desc' },
  })
  const row = rows.find(({ id, toSealed }) => open(key, outboxPlace('to_sealed', id), toSealed) === email)
  if (!row) throw new Error('Nothing was sent')
  expect(row).toMatchObject({ channel: 'EMAIL', locale: 'zh-CN', expiresAt: expect.any(Date) })
  const { url } = JSON.parse(open(key, outboxPlace('params_sealed', row.id), row.paramsSealed))
  expect(url).toMatch(/^http:\/\/localhost:3000\/notices\/confirm\/[\w-]{43}$/)
  return url.split('/').at(-1)
}

/** Returns a person who gave an address, and the link that was sent to it. */
async function anAddressGiven() {
  const applicant = await aRegisteredApplicant()
  const email = anEmail()
  await setNoticeEmail(applicant.actor, { email }, CONFIRMED)
  return { ...applicant, email, token: await tokenSentTo(email) }
}

test('the channels and the language are one’s own to choose', async () => {
  const { id, actor } = await aRegisteredApplicant()
  expect(await readOwnNotices(actor)).toMatchObject({ bySms: true, byEmail: true, locale: 'zh-CN', email: null })
  await setNotices(actor, { bySms: false, byEmail: true, locale: 'en' })
  expect(await readOwnNotices(actor)).toMatchObject({ bySms: false, byEmail: true, locale: 'en' })
  expect(await eventsAbout(id, 'notices.chosen')).toMatchObject([
    { actorId: id, data: { bySms: false, byEmail: true, locale: 'en' } },
  ])
})

test('an address gets notifications once its reader has confirmed it, and is nowhere in clear', async () => {
  const { id, actor, phone, email, token } = await anAddressGiven()
  const masked = `${phone.slice(3, 6)}****${phone.slice(-4)}`
  const isGiven = { phone: masked, email, isEmailConfirmed: false, isLinkLive: true, isEmailSent: true }
  expect(await readOwnNotices(actor)).toMatchObject(isGiven)
  const row = await database().user.findUniqueOrThrow({ where: { id } })
  expect(JSON.stringify(row)).not.toContain(token)
  expect(Buffer.from(row.noticeEmailSealed ?? []).toString('latin1')).not.toContain(email)

  await confirm(token)
  expect(await readOwnNotices(actor)).toMatchObject({ email, isEmailConfirmed: true, isLinkLive: false })
  expect(await eventsAbout(id, 'notices.email_given')).toMatchObject([{ actorId: id, data: {} }])
  expect(await eventsAbout(id, 'notices.email_confirmed')).toMatchObject([{ actorKind: 'SYSTEM', data: {} }])
  await expect(confirm(token)).rejects.toMatchObject({ code: 'LINK_INVALID' })
})

test('another address starts again, and voids the link of the first', async () => {
  const { actor, token } = await anAddressGiven()
  await confirm(token)
  const email = anEmail()
  await setNoticeEmail(actor, { email }, CONFIRMED)
  expect(await readOwnNotices(actor)).toMatchObject({ email, isEmailConfirmed: false })
  const first = await tokenSentTo(email)
  await setNoticeEmail(actor, { email: anEmail() }, CONFIRMED)
  await expect(confirm(first)).rejects.toMatchObject({ code: 'LINK_INVALID' })
})

test('a link holds 24 hours, and for someone who is not disabled', async () => {
  const late = await anAddressGiven()
  const { noticeEmailTokenEndsAt } = await database().user.findUniqueOrThrow({ where: { id: late.id } })
  const left = (noticeEmailTokenEndsAt?.getTime() ?? 0) - (await databaseTime()).getTime()
  expect(left / 3_600_000).toBeCloseTo(24, 1)
  const over = { noticeEmailTokenEndsAt: await databaseTime() }
  await database().user.update({ where: { id: late.id }, data: over })
  await expect(confirm(late.token)).rejects.toMatchObject({ code: 'LINK_INVALID' })
  expect(await readOwnNotices(late.actor)).toMatchObject({ isEmailConfirmed: false, isLinkLive: false })

  const gone = await anAddressGiven()
  const disabled = { status: 'DISABLED', disabledAt: await databaseTime() } as const
  await database().user.update({ where: { id: gone.id }, data: disabled })
  await expect(confirm(gone.token)).rejects.toMatchObject({ code: 'LINK_INVALID' })
  await expect(confirm('nothing')).rejects.toMatchObject({ code: 'LINK_INVALID' })
})

test('confirming yields to the address being removed between its read and its write', async () => {
  const { id, token } = await anAddressGiven()
  const nothing = {
    noticeEmailSealed: null,
    noticeEmailTokenHash: null,
    noticeEmailTokenEndsAt: null,
  }
  const confirmed = interleaveWith(
    (tx) => tx.user.update({ where: { id }, data: nothing }),
    () => confirm(token),
  )
  await expect(confirmed).rejects.toMatchObject({ code: 'LINK_INVALID' })
  expect(await eventsAbout(id, 'notices.email_confirmed')).toEqual([])
})

test('of many who follow one link at once, one confirms', async () => {
  const { id, token } = await anAddressGiven()
  const outcomes = await outcomesOf([1, 2, 3].map(() => confirm(token)))
  expect(outcomes).toEqual(['LINK_INVALID', 'LINK_INVALID', 'OK'])
  expect(await eventsAbout(id, 'notices.email_confirmed')).toHaveLength(1)
})

test('an address is forgotten with its link', async () => {
  const { id, actor, token } = await anAddressGiven()
  await removeNoticeEmail(actor)
  expect(await readOwnNotices(actor)).toMatchObject({ email: null, isEmailConfirmed: false, isLinkLive: false })
  await expect(confirm(token)).rejects.toMatchObject({ code: 'LINK_INVALID' })
  expect(await eventsAbout(id, 'notices.email_removed')).toMatchObject([{ actorId: id, data: {} }])
  await expect(removeNoticeEmail(actor)).rejects.toMatchObject({ code: 'INVALID_STATE' })
})

test('five links a day by one person, three to one address', async () => {
  const { actor } = await aRegisteredApplicant()
  const many = Array.from({ length: 7 }, () => setNoticeEmail(actor, { email: anEmail() }, CONFIRMED))
  expect((await outcomesOf(many)).filter((outcome) => outcome === 'OK')).toHaveLength(5)
  const email = anEmail()
  const others = await Promise.all([1, 2, 3, 4].map(() => aRegisteredApplicant()))
  const each = others.map(({ actor }) => setNoticeEmail(actor, { email }, CONFIRMED))
  expect(await outcomesOf(each)).toEqual(['OK', 'OK', 'OK', 'RATE_LIMITED'])
})

test('staff have nothing to choose', async () => {
  const { actor } = await aColleague()
  const choice = { bySms: true, byEmail: false, locale: 'en' } as const
  await expect(setNotices(actor, choice)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(setNoticeEmail(actor, { email: anEmail() }, CONFIRMED)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(removeNoticeEmail(actor)).rejects.toMatchObject({ code: 'FORBIDDEN' })
})
