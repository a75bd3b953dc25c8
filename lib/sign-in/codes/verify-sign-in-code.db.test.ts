import { expect, test, vi } from 'vitest'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database, databaseTime } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { aCode, age, anotherThan, BROWSER } from '@/tests/factories/codes'
import { atOneMoment, outcomesOf } from '@/tests/factories/outcomes'
import { anAddress, aPhone, aRegisteredApplicant } from '@/tests/factories/people'
import { readSession } from '../sessions/sessions'
import * as codes from './sign-in-codes'
import { newBrowser } from './sign-in-codes'
import { verifySignInCode } from './verify-sign-in-code'

const verify = (phone: string, code: string, address = anAddress(), browser: string | null = BROWSER) =>
  verifySignInCode({ phone, code, address, browser })

test('the right code signs a known person in, once', async () => {
  const { id, phone, accountId } = await aRegisteredApplicant()
  const code = await aCode(phone)
  const proved = await verify(phone, code)
  if (proved.step !== 'SIGNED_IN') throw new Error('Not signed in')
  expect(proved.userId).toBe(id)
  expect(await readSession(proved.session.id)).toMatchObject({ id, accountIds: [accountId] })
  expect((await eventsAbout(id, 'session.started')).at(-1)).toMatchObject({ data: { sessionId: proved.session.id } })
  await expect(verify(phone, code)).rejects.toMatchObject({ code: 'CODE_EXPIRED' })
})

test('the right code of a phone that nobody is known by leads to registering, and makes nobody', async () => {
  const phone = aPhone()
  const proved = await verify(phone, await aCode(phone))
  expect(proved).toEqual({ step: 'REGISTER', ticket: expect.any(String) })
  expect(JSON.stringify(proved)).not.toContain(phone.slice(3))
  expect(await database().user.count({ where: { phoneIndex: await blindIndex('phone', phone) } })).toBe(0)
})

test('answers a wrong code the same whether or not someone is known, and records it only of someone', async () => {
  const [stranger, { id, phone: known }] = [aPhone(), await aRegisteredApplicant()]
  for (const phone of [stranger, known]) {
    const wrong = anotherThan(await aCode(phone))
    await expect(verify(phone, wrong)).rejects.toMatchObject({ code: 'CODE_WRONG', params: {}, subjectId: null })
  }
  expect(await eventsAbout(id, 'sign_in.failed')).toMatchObject([
    { actorKind: 'SYSTEM', actorId: null, data: { factor: 'SMS_CODE', because: 'WRONG' } },
  ])
})

test('takes about as long to refuse a wrong code whether or not someone is known', async () => {
  for (const phone of [aPhone(), (await aRegisteredApplicant()).phone]) {
    const wrong = anotherThan(await aCode(phone))
    const from = performance.now()
    await expect(verify(phone, wrong)).rejects.toMatchObject({ code: 'CODE_WRONG' })
    expect(performance.now() - from).toBeGreaterThan(290)
  }
})

test('five guesses a code: the sixth fails even when right', async () => {
  const phone = aPhone()
  const code = await aCode(phone)
  for (const _ of [1, 2, 3, 4, 5]) {
    await expect(verify(phone, anotherThan(code))).rejects.toMatchObject({ code: 'CODE_WRONG' })
  }
  await expect(verify(phone, code)).rejects.toMatchObject({ code: 'CODE_EXPIRED' })
})

test('five guesses a code, also when they come all at once from everywhere', async () => {
  const phone = aPhone()
  const wrong = anotherThan(await aCode(phone))
  const outcomes = await outcomesOf(Array.from({ length: 20 }, () => verify(phone, wrong)))
  expect(outcomes.filter((code) => code === 'CODE_WRONG')).toHaveLength(5)
  expect(outcomes.filter((code) => code === 'CODE_EXPIRED')).toHaveLength(15)
})

test('the right code works in no browser but the one that requested it', async () => {
  const { id, phone } = await aRegisteredApplicant()
  const code = await aCode(phone)
  for (const [browser, refusal] of [
    [newBrowser(), 'CODE_WRONG'],
    [null, 'CODE_NOT_HERE'],
  ] as const) {
    await expect(verify(phone, code, anAddress(), browser)).rejects.toMatchObject({
      code: refusal,
      params: {},
      subjectId: null,
    })
  }
  const elsewhere = { factor: 'SMS_CODE', because: 'ELSEWHERE' }
  expect(await eventsAbout(id, 'sign_in.failed')).toMatchObject([{ data: elsewhere }, { data: elsewhere }])
  expect((await verify(phone, code)).step).toBe('SIGNED_IN')
})

test("strangers' guesses, at once and from everywhere, use up none of the code's", async () => {
  const phone = aPhone()
  const code = await aCode(phone)
  const guesses = () =>
    [code, anotherThan(code)].flatMap((tried) =>
      Array.from({ length: 10 }, () => verify(phone, tried, anAddress(), newBrowser())),
    )
  const outcomes = await atOneMoment(() => outcomesOf(guesses()))
  expect(outcomes.filter((outcome) => outcome === 'CODE_WRONG')).toHaveLength(3)
  expect(outcomes.filter((outcome) => outcome === 'RATE_LIMITED')).toHaveLength(17)
  const phoneIndex = await blindIndex('phone', phone)
  expect(await database().signInCode.findMany({ where: { phoneIndex } })).toMatchObject([{ guesses: 0, usedAt: null }])
  expect((await verify(phone, code)).step).toBe('REGISTER')
})

test("a stranger's guess is answered the same, after as long, whether or not a code is live", async () => {
  for (const phone of [aPhone(), (await aRegisteredApplicant()).phone]) {
    for (const isLive of [false, true]) {
      if (isLive) await aCode(phone)
      const from = performance.now()
      const guess = verify(phone, '123456', anAddress(), newBrowser())
      await expect(guess).rejects.toMatchObject({ code: 'CODE_WRONG', params: {}, subjectId: null })
      expect(performance.now() - from).toBeGreaterThan(290)
    }
  }
})

test("a code that a stranger requests does not replace the owner's, and works for the stranger alone", async () => {
  const { id, phone } = await aRegisteredApplicant()
  const code = await aCode(phone)
  await age(phone, 60)
  const strangers = newBrowser()
  const other = await aCode(phone, strangers)
  for (const _ of [1, 2, 3, 4, 5]) {
    await expect(verify(phone, anotherThan(other), anAddress(), strangers)).rejects.toMatchObject({
      code: 'CODE_WRONG',
    })
  }
  await expect(verify(phone, other, anAddress(), strangers)).rejects.toMatchObject({ code: 'CODE_EXPIRED' })
  expect(await verify(phone, code)).toMatchObject({ step: 'SIGNED_IN', userId: id })
})

test('guesses from one network are slowed down, whichever numbers they are for', async () => {
  const address = anAddress()
  const guess = () => verify(aPhone(), '123456', address)
  const outcomes = await atOneMoment(() => outcomesOf(Array.from({ length: 12 }, guess)))
  expect(outcomes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(2)
})

test.each([
  ['too old', 300],
  ['just too old', 301],
])('a code that is %s no longer holds', async (_, seconds) => {
  const phone = aPhone()
  const code = await aCode(phone)
  await age(phone, seconds)
  await expect(verify(phone, code)).rejects.toMatchObject({ code: 'CODE_EXPIRED' })
})

test('the code of another phone does not hold', async () => {
  const [phone, other] = [aPhone(), aPhone()]
  const code = await aCode(other)
  if ((await aCode(phone)) === code) return // one chance in a million
  await expect(verify(phone, code)).rejects.toMatchObject({ code: 'CODE_WRONG' })
})

test('a disabled person is not signed in', async () => {
  const { id, phone } = await aRegisteredApplicant()
  await database().user.update({ where: { id }, data: { status: 'DISABLED', disabledAt: await databaseTime() } })
  await expect(verify(phone, await aCode(phone))).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

test.each([
  ['used', (now: Date) => ({ usedAt: now })],
  ['replaced', (now: Date) => ({ expiresAt: now })],
])('yields to the code being %s between its guess and its use', async (_, change) => {
  const { id, phone } = await aRegisteredApplicant()
  const code = await aCode(phone)
  const isCode = vi.spyOn(codes, 'isCode').mockImplementationOnce(async ({ id }) => {
    await database().signInCode.update({ where: { id }, data: change(await databaseTime()) })
    return true
  })
  await expect(verify(phone, code)).rejects.toMatchObject({ code: 'CODE_EXPIRED' })
  expect(isCode).toHaveBeenCalledOnce()
  isCode.mockRestore()
  expect(await eventsAbout(id, 'session.started')).toHaveLength(1) // from its registration
})

test('of many who give the right code at once, one is signed in', async () => {
  const { id, phone } = await aRegisteredApplicant()
  const code = await aCode(phone)
  const outcomes = await outcomesOf([1, 2, 3, 4].map(() => verify(phone, code)))
  expect(outcomes.filter((outcome) => outcome === 'OK')).toHaveLength(1)
  expect(await eventsAbout(id, 'session.started')).toHaveLength(2)
})
