import { expect, test, vi } from 'vitest'
import { maskEmail, maskPhone } from '@/lib/core/masking'
import { systemKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database, databaseTime, transaction } from '@/lib/db/client'
import * as mode from '@/lib/notifications/gateways/mode'
import { outboxPlace } from '@/lib/notifications/outbox/outbox-seal'
import * as ids from '@/lib/notifications/templates-without-id'
import { CONFIRMED } from '@/tests/factories/confirmations'
import { anEmail, aRegisteredApplicant } from '@/tests/factories/people'
import { notifyPerson } from './notify'
import { readOwnWays } from './read-own-ways'
import { setNoticeEmail } from './set-notice-email'
import { setNotices } from './set-notices'

type Applicant = Awaited<ReturnType<typeof aRegisteredApplicant>>

/** Returns to whom a decision is really sent, masked as the page shows it. */
async function sentTo({ id: userId }: Applicant) {
  const before = await database().outboxMessage.findMany({ select: { id: true } })
  const params = { reference: 'ZX-20261125-ABCDEF', until: '2027-11-25' }
  await transaction((tx) => notifyPerson(tx, { userId, template: 'APPROVED', params }))
  const written = await database().outboxMessage.findMany({ where: { id: { notIn: before.map(({ id }) => id) } } })
  const key = await systemKey('OUTBOX')
  return written
    .map(({ id, channel, toSealed }) => ({ channel, to: open(key, outboxPlace('to_sealed', id), toSealed) }))
    .map(({ channel, to }) => ({ channel, to: channel === 'SMS' ? maskPhone(to) : maskEmail(to) }))
}

const ways = async (applicant: Applicant) => (await readOwnWays(applicant.actor)).map(({ channel }) => channel)

test('a page says the ways by which a decision is then sent, masked', async () => {
  const applicant = await aRegisteredApplicant()
  expect(await ways(applicant)).toEqual(['SMS'])
  expect(await readOwnWays(applicant.actor)).toEqual(await sentTo(applicant))

  await setNoticeEmail(applicant.actor, { email: anEmail() }, CONFIRMED)
  expect(await readOwnWays(applicant.actor)).toEqual(await sentTo(applicant))
  const noticeEmailConfirmedAt = await databaseTime()
  await database().user.update({ where: { id: applicant.id }, data: { noticeEmailConfirmedAt } })
  expect(await ways(applicant)).toEqual(['SMS', 'EMAIL'])
  expect(await readOwnWays(applicant.actor)).toEqual(await sentTo(applicant))

  await setNotices(applicant.actor, { bySms: true, byEmail: false, locale: 'zh-CN' })
  const missing = vi.spyOn(ids, 'templatesWithoutId').mockReturnValue(['APPROVED'])
  expect(await ways(applicant)).toEqual(['EMAIL'])
  expect(await readOwnWays(applicant.actor)).toEqual(await sentTo(applicant))
  missing.mockRestore()
  const sent = vi.spyOn(mode, 'isEmailSent').mockReturnValue(false)
  expect(await ways(applicant)).toEqual(['SMS'])
  expect(await readOwnWays(applicant.actor)).toEqual(await sentTo(applicant))
  sent.mockRestore()
})
