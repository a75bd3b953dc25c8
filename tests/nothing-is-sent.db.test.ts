import { expect, test, vi } from 'vitest'
import { notifyPerson } from '@/lib/accounts/notices/notify'
import { readOwnNotices } from '@/lib/accounts/notices/queries'
import { setNoticeEmail } from '@/lib/accounts/notices/set-notice-email'
import { noticeEmail, sentBy } from '@/lib/accounts/notices/testing/sent'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database } from '@/lib/db/client'
import { MessagingNotConfiguredError } from '@/lib/notifications/gateways/mode'
import { readOutbox } from '@/lib/notifications/outbox/read-outbox'
import { sendSignInCode } from '@/lib/sign-in/codes/send-sign-in-code'
import { mailAccessLink } from '@/lib/sign-in/mail-access-link'
import { inviteStaff } from '@/lib/staff/invitations/invite-staff'
import { listInvitations } from '@/lib/staff/invitations/queries'
import { BROWSER } from './factories/codes'
import { CONFIRMED } from './factories/confirmations'
import { aColleague, anAddress, anAdministrator, anEmail, aPhone, aRegisteredApplicant } from './factories/people'

// Others reach the portal, so that nobody reads its outbox, and it has neither a gateway nor a mail server.
vi.stubEnv('ZHUNXIN_URL', 'https://qualify.example.cn')

const APPROVED = { template: 'APPROVED', params: { reference: 'ZX-20261125-ABCDEF', until: '2027-11-25' } } as const

test('where no e-mail is sent, the phone is notified', async () => {
  const { id: userId, phone } = await aRegisteredApplicant()
  await noticeEmail(userId)
  await database().user.update({ where: { id: userId }, data: { noticesBySms: false } })
  expect(await sentBy((tx) => notifyPerson(tx, { userId, ...APPROVED }))).toMatchObject([{ to: phone, channel: 'SMS' }])
})

test('where no e-mail is sent no address is accepted', async () => {
  const { actor } = await aRegisteredApplicant()
  await expect(setNoticeEmail(actor, { email: anEmail() }, CONFIRMED)).rejects.toMatchObject({ code: 'INVALID_STATE' })
  expect(await readOwnNotices(actor)).toMatchObject({ email: null, isEmailSent: false })
})

test('where messages are sent, or others could read them, there is nothing to read', async () => {
  expect(await readOutbox()).toBeNull()
})

test('where no e-mail is sent, no link is', async () => {
  const { email } = await aColleague()
  await expect(mailAccessLink({ email, address: anAddress(), device: null })).rejects.toMatchObject({
    code: 'INVALID_STATE',
  })
})

test('where no e-mail is sent the link is handed over', async () => {
  const administrator = await anAdministrator()
  const mailed = inviteStaff(administrator, { roles: ['REVIEWER'], email: anEmail() })
  await expect(mailed).rejects.toMatchObject({ code: 'INVALID_STATE' })
  const { id } = await inviteStaff(administrator, { roles: ['REVIEWER'] })
  expect((await listInvitations(administrator)).find((open) => open.id === id)).toMatchObject({ email: null })
})

test('nothing is written where messages could not be sent', async () => {
  const phone = aPhone()
  const send = sendSignInCode({ phone, address: anAddress(), locale: 'zh-CN', browser: BROWSER })
  await expect(send).rejects.toThrow(MessagingNotConfiguredError)
  expect(await database().signInCode.count({ where: { phoneIndex: await blindIndex('phone', phone) } })).toBe(0)
})
