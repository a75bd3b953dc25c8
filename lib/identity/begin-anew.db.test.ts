import { expect, test } from 'vitest'
import { CONSENT_KEYS } from '@/lib/accounts/consents'
import { readSession } from '@/lib/auth/sessions'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database, transaction } from '@/lib/db/client'
import { tellPerson } from '@/lib/notifications/tell'
import { eventsAbout } from '@/tests/factories/audit'
import { aCode, BROWSER, messagesTo } from '@/tests/factories/codes'
import { anAddress, aRegisteredApplicant } from '@/tests/factories/people'
import { aReadyDraft } from '@/tests/factories/qualifications'
import { interleaveWith } from '@/tests/setup/interleave'
import { beginAnew, NUMBER_RESTS_DAYS } from './begin-anew'
import { verifySignInCode } from './verify-sign-in-code'

async function resold({ restedDays }: { restedDays: number }) {
  const former = await aRegisteredApplicant()
  await aReadyDraft({ applicant: { ...former.actor, accountId: former.accountId } })
  const phoneProvedAt = new Date(Date.now() - restedDays * 24 * 60 * 60 * 1000)
  await database().user.update({ where: { id: former.id }, data: { phoneProvedAt } })
  const proved = await verifySignInCode({
    phone: former.phone,
    code: await aCode(former.phone),
    address: anAddress(),
    browser: BROWSER,
  })
  if (proved.step !== 'CONFIRM') throw new Error(proved.step)
  const begin = () => beginAnew({ ticket: proved.ticket, consents: CONSENT_KEYS, locale: 'zh-CN', device: null })
  return { former, begin }
}

test('someone with a number that was given out again begins as someone else', async () => {
  const { former, begin } = await resold({ restedDays: NUMBER_RESTS_DAYS + 1 })
  const { userId, accountId, session } = await begin()
  expect(userId).not.toBe(former.id)
  expect(await readSession(session.id)).toMatchObject({ id: userId, accountIds: [accountId] })
  expect(await database().qualification.count({ where: { accountId } })).toBe(0)

  const phoneIndex = await blindIndex('phone', former.phone)
  expect(await database().user.findUniqueOrThrow({ where: { id: former.id } })).toMatchObject({
    phoneIndex: null,
    phoneSealed: null,
    status: 'ACTIVE',
  })
  expect(await database().user.findUnique({ where: { phoneIndex } })).toMatchObject({ id: userId })
  expect(await eventsAbout(former.id, 'phone.released')).toHaveLength(1)
})

test('nothing for the former owner goes to the number any more', async () => {
  const { former, begin } = await resold({ restedDays: NUMBER_RESTS_DAYS + 1 })
  await begin()
  const before = (await messagesTo(former.phone)).length
  await transaction((tx) => tellPerson(tx, { userId: former.id, template: 'MEMBER_REMOVED', params: {} }))
  expect(await messagesTo(former.phone)).toHaveLength(before)
})

test('a number by which someone signed in lately is not given out again', async () => {
  const { former, begin } = await resold({ restedDays: NUMBER_RESTS_DAYS - 1 })
  await expect(begin()).rejects.toMatchObject({ code: 'NUMBER_IN_USE' })
  const { phoneIndex } = await database().user.findUniqueOrThrow({ where: { id: former.id } })
  expect(phoneIndex).not.toBeNull()
})

test('of two who begin at once by one number, the second changes nothing', async () => {
  const { former, begin } = await resold({ restedDays: NUMBER_RESTS_DAYS + 1 })
  const attempt = interleaveWith(
    (tx) => tx.user.update({ where: { id: former.id }, data: { phoneIndex: null, phoneSealed: null } }),
    begin,
  )
  await expect(attempt).rejects.toMatchObject({ code: 'NUMBER_IN_USE' })
  expect(await eventsAbout(former.id, 'phone.released')).toEqual([])
})

test('the ticket holds once', async () => {
  const { begin } = await resold({ restedDays: NUMBER_RESTS_DAYS + 1 })
  await begin()
  await expect(begin()).rejects.toMatchObject({ code: 'NUMBER_IN_USE' }) // of who has it now
})
