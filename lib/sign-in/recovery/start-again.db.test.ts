import { expect, test } from 'vitest'
import { CONSENT_KEYS } from '@/lib/accounts/consents/consents'
import { notifyPerson } from '@/lib/accounts/notices/notify'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database, transaction } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { aCode, age, BROWSER, messagesTo } from '@/tests/factories/codes'
import { withOwnPasskey } from '@/tests/factories/factors'
import { anAddress, aRegisteredApplicant } from '@/tests/factories/people'
import { aReadyDraft } from '@/tests/factories/qualifications'
import { interleaveWith } from '@/tests/setup/interleave'
import { verifySignInCode } from '../codes/verify-sign-in-code'
import { readSession } from '../sessions/sessions'
import { NUMBER_REUSE_DAYS, startAgain } from './start-again'

async function resold({ restedDays }: { restedDays: number }) {
  const former = await aRegisteredApplicant()
  await withOwnPasskey(former)
  await age(former.phone, 900)
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
  const begin = () => startAgain({ ticket: proved.ticket, consents: CONSENT_KEYS, locale: 'zh-CN', device: null })
  return { former, begin }
}

test('a person with a number that was assigned again registers as a new person', async () => {
  const { former, begin } = await resold({ restedDays: NUMBER_REUSE_DAYS + 1 })
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
  expect(await database().passkey.count({ where: { userId: { in: [former.id, userId] } } })).toBe(0)
  expect(await eventsAbout(former.id, 'factor.removed')).toMatchObject([{ actorKind: 'SYSTEM' }])
})

test('nothing for the former owner is sent to the number any more', async () => {
  const { former, begin } = await resold({ restedDays: NUMBER_REUSE_DAYS + 1 })
  await begin()
  const before = (await messagesTo(former.phone)).length
  await transaction((tx) => notifyPerson(tx, { userId: former.id, template: 'MEMBER_REMOVED', params: {} }))
  expect(await messagesTo(former.phone)).toHaveLength(before)
})

test("a number by which someone signed in recently can't be taken", async () => {
  const { former, begin } = await resold({ restedDays: NUMBER_REUSE_DAYS - 1 })
  await expect(begin()).rejects.toMatchObject({ code: 'NUMBER_IN_USE' })
  const { phoneIndex } = await database().user.findUniqueOrThrow({ where: { id: former.id } })
  expect(phoneIndex).not.toBeNull()
})

test('when two register at once by one number, the second changes nothing', async () => {
  const { former, begin } = await resold({ restedDays: NUMBER_REUSE_DAYS + 1 })
  const attempt = interleaveWith(
    (tx) => tx.user.update({ where: { id: former.id }, data: { phoneIndex: null, phoneSealed: null } }),
    begin,
  )
  await expect(attempt).rejects.toMatchObject({ code: 'NUMBER_IN_USE' })
  expect(await eventsAbout(former.id, 'phone.released')).toEqual([])
  expect(await database().passkey.count({ where: { userId: former.id } })).toBe(1)
})

test('the ticket works once', async () => {
  const { begin } = await resold({ restedDays: NUMBER_REUSE_DAYS + 1 })
  await begin()
  await expect(begin()).rejects.toMatchObject({ code: 'NUMBER_IN_USE' }) // the new owner of the number
})
