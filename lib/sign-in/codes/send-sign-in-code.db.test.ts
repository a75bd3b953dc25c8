import { expect, test } from 'vitest'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database, databaseTime } from '@/lib/db/client'
import { age, anotherThan, BROWSER, messagesTo } from '@/tests/factories/codes'
import { aVouchedSession } from '@/tests/factories/handovers'
import { outcomesOf } from '@/tests/factories/outcomes'
import { aColleague, anAddress, aPhone, aRegisteredApplicant } from '@/tests/factories/people'
import { interleaveWith } from '@/tests/setup/interleave'
import { sendOwnCode } from './own-phone'
import { sendSignInCode } from './send-sign-in-code'
import { isCode, newBrowser } from './sign-in-codes'

const send = (phone: string, address = anAddress(), browser = BROWSER) =>
  sendSignInCode({ phone, address, locale: 'zh-CN', browser })
const codesOf = async (phone: string) =>
  database().signInCode.findMany({
    where: { phoneIndex: await blindIndex('phone', phone) },
    orderBy: { createdAt: 'asc' },
  })

test('sends six digits that hold for five minutes, stored only as a keyed hash', async () => {
  const phone = aPhone()
  await send(phone)
  const [message] = await messagesTo(phone)
  const [code] = await codesOf(phone)
  if (!message || !code) throw new Error('Nothing was sent')
  expect(code.expiresAt.getTime() - code.createdAt.getTime()).toBe(5 * 60_000)
  expect(message.expiresAt).toEqual(code.expiresAt)
  const digits = /\d{6}/.exec(message.text)?.[0] ?? ''
  expect(await isCode(code, digits)).toBe(true)
  expect(await isCode(code, anotherThan(digits))).toBe(false)
})

test('answers the same, and writes the same, whether or not someone is known', async () => {
  const [stranger, { phone: known }] = [aPhone(), await aRegisteredApplicant()]
  expect(await send(stranger)).toEqual(await send(known))
  const shape = async (phone: string) => (await messagesTo(phone)).map(({ text }) => text.replace(/\d{6}/, 'N'))
  expect(await shape(stranger)).toEqual(await shape(known))
})

test('a new code replaces the earlier one of the same browser, and nobody else’s', async () => {
  const [phone, other] = [aPhone(), aPhone()]
  await send(phone)
  await send(other)
  await age(phone, 60)
  await send(phone)
  const [first, second] = await codesOf(phone)
  expect(first?.expiresAt).toEqual(second?.createdAt)
  const now = second?.createdAt.getTime() ?? Number.POSITIVE_INFINITY
  const [theirs] = await codesOf(other)
  expect(theirs?.expiresAt.getTime()).toBeGreaterThan(now)
  await age(phone, 120)
  await send(phone, anAddress(), newBrowser())
  expect((await codesOf(phone))[1]?.expiresAt.getTime()).toBeGreaterThan(now)
})

test('a used code stays valid for its purpose, no matter what is sent after it', async () => {
  const phone = aPhone()
  await send(phone)
  const [code] = await codesOf(phone)
  const usedAt = await databaseTime()
  const data = { usedAt, expiresAt: new Date(usedAt.getTime() + 15 * 60_000) }
  await database().signInCode.update({ where: { id: code?.id ?? '' }, data })
  await age(phone, 60)
  const [before] = await codesOf(phone)
  await send(phone)
  expect((await codesOf(phone))[0]).toEqual(before)
})

test('a person without a phone is sent no code of their own, nor is one whose number went to someone else', async () => {
  const [{ actor: staff }, { id, phone, actor }] = [await aColleague(), await aRegisteredApplicant()]
  await database().user.update({ where: { id }, data: { phoneIndex: null, phoneSealed: null } })
  const asked = { act: 'INVITE', address: anAddress(), browser: BROWSER } as const
  await expect(sendOwnCode(staff, asked)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(sendOwnCode(actor, asked)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect(await codesOf(phone)).toEqual([])
})

test('a session that the platform vouched for sends its person no code', async () => {
  const person = await aRegisteredApplicant()
  const { actor } = await aVouchedSession(person)
  const asked = { act: 'INVITE', address: anAddress(), browser: BROWSER } as const
  await expect(sendOwnCode(actor, asked)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect(await codesOf(person.phone)).toEqual([])
})

test('a wait between two messages that doubles, three in ten minutes, ten a day', async () => {
  const some = { seconds: expect.any(Number) } // how many: sign-in-codes.test
  const phone = aPhone()
  expect(await send(phone)).toEqual({ resendSeconds: 60 })
  await expect(send(phone)).rejects.toMatchObject({ code: 'RATE_LIMITED', params: some })
  await age(phone, 60)
  expect(await send(phone)).toEqual({ resendSeconds: 120 })
  await age(phone, 60)
  await expect(send(phone)).rejects.toMatchObject({ code: 'RATE_LIMITED', params: some })
  await age(phone, 60)
  await send(phone)
  await age(phone, 240) // the wait is over, and three were sent
  await expect(send(phone)).rejects.toMatchObject({ code: 'RATE_LIMITED', params: some })
  for (const _ of [4, 5, 6, 7, 8, 9, 10]) {
    await age(phone, 900)
    await send(phone)
  }
  await age(phone, 3600)
  await expect(send(phone)).rejects.toMatchObject({ code: 'RATE_LIMITED' })
  expect(await messagesTo(phone)).toHaveLength(10)
})

test('a request that has to wait counts for no other limit', async () => {
  const [phone, address] = [aPhone(), anAddress()]
  await send(phone, address)
  const attempts = Array.from({ length: 35 }, () => send(phone, address).catch(() => null))
  await Promise.all(attempts)
  await send(aPhone(), address)
})

test('30 an hour from one network, to whichever numbers', async () => {
  const address = anAddress()
  for (let n = 0; n < 30; n += 1) await send(aPhone(), address)
  const phone = aPhone()
  await expect(send(phone, address)).rejects.toMatchObject({ code: 'RATE_LIMITED' })
  expect(await codesOf(phone)).toEqual([])
})

test('of many at once to one number, one is sent', async () => {
  const phone = aPhone()
  const outcomes = await outcomesOf(Array.from({ length: 8 }, () => send(phone)))
  expect(outcomes.filter((outcome) => outcome === 'OK')).toHaveLength(1)
  expect(await messagesTo(phone)).toHaveLength(1)
})

test('waits for a send to the same number in progress, and then counts it', async () => {
  const phone = aPhone()
  const phoneIndex = await blindIndex('phone', phone)
  const attempt = interleaveWith(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${Buffer.from(phoneIndex).readBigInt64BE()}::bigint)`
      const codeHash = new Uint8Array(32)
      await tx.signInCode.create({
        data: { phoneIndex, codeHash, browserHash: codeHash, expiresAt: new Date(Date.now() + 60_000) },
      })
    },
    () => send(phone),
  )
  await expect(attempt).rejects.toMatchObject({ code: 'RATE_LIMITED' })
})
