import { expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { aCode, age, BROWSER, messagesTo } from '@/tests/factories/codes'
import { outcomesOf } from '@/tests/factories/outcomes'
import { anAddress, aRegisteredApplicant } from '@/tests/factories/people'
import { aReadyDraft, IDENTITY } from '@/tests/factories/qualifications'
import { interleaveWith } from '@/tests/setup/interleave'
import { verifySignInCode } from '../codes/verify-sign-in-code'
import { readSession } from '../sessions/sessions'
import { confirmIdentity } from './confirm-identity'

const ENDING = IDENTITY['person.idNumber'].slice(-6)

/** Returns a person whose application declares an ID number. */
async function known() {
  const person = await aRegisteredApplicant()
  await aReadyDraft({ applicant: { ...person.actor, accountId: person.accountId } })
  return person
}

const verify = async (phone: string, device: string | null = null) =>
  verifySignInCode({ phone, code: await aCode(phone), address: anAddress(), device, browser: BROWSER })

async function ticketOf(phone: string): Promise<string> {
  const proved = await verify(phone)
  if (proved.step !== 'CONFIRM') throw new Error(proved.step)
  return proved.ticket
}

const confirm = (ticket: string, ending: string, device: string | null = null) =>
  confirmIdentity({ ticket, ending, address: anAddress(), device, locale: 'zh-CN' })

test('on a browser not seen before, a code alone starts no session; with how the ID number ends, it does', async () => {
  const { id, phone } = await known()
  const before = await database().session.count({ where: { userId: id } })
  const ticket = await ticketOf(phone)
  expect(await database().session.count({ where: { userId: id } })).toBe(before)

  const entered = await confirm(ticket, ENDING.toLowerCase())
  expect(await readSession(entered.session.id)).toMatchObject({ id })
  expect(entered.device.isNew).toBe(true)
  expect((await eventsAbout(id, 'identity.confirmed')).length).toBe(1)
  expect((await messagesTo(phone))[0]).toMatchObject({ template: 'NEW_DEVICE' })
  await expect(confirm(ticket, ENDING)).rejects.toMatchObject({ code: 'CODE_EXPIRED' }) // works once
})

test('the same browser is known from then on, and nobody is notified', async () => {
  const { phone } = await known()
  const { device } = await confirm(await ticketOf(phone), ENDING)
  await age(phone, 900)
  const earlier = (await messagesTo(phone)).length
  const again = await verify(phone, device.secret)
  expect(again).toMatchObject({ step: 'SIGNED_IN', device: { secret: device.secret, isNew: false } })
  expect((await messagesTo(phone)).slice(0, -earlier).map(({ template }) => template)).toEqual(['SIGN_IN_CODE'])
})

test("another's browser is not known, and gets a new secret when it is", async () => {
  const [one, other] = [await known(), await known()]
  const first = await confirm(await ticketOf(one.phone), ENDING)
  expect(await verify(other.phone, first.device.secret)).toMatchObject({ step: 'CONFIRM' })
  await age(other.phone, 900)
  const second = await confirm(await ticketOf(other.phone), ENDING, first.device.secret)
  expect(second.device.secret).not.toBe(first.device.secret)
  await age(one.phone, 900)
  expect(await verify(one.phone, second.device.secret)).toMatchObject({ step: 'SIGNED_IN' })
  await age(one.phone, 900)
  expect(await verify(one.phone, first.device.secret)).toMatchObject({ step: 'CONFIRM' })
})

test('a person who has declared no ID number is let in', async () => {
  const { phone } = await aRegisteredApplicant()
  expect(await verify(phone)).toMatchObject({ step: 'SIGNED_IN' })
})

test('five misses lock: the sixth fails even when right, and no code gets anybody in', async () => {
  const { id, phone } = await known()
  const ticket = await ticketOf(phone)
  for (const left of [4, 3, 2, 1]) {
    await expect(confirm(ticket, '000000')).rejects.toMatchObject({ code: 'IDENTITY_WRONG', params: { left } })
  }
  await expect(confirm(ticket, '000000')).rejects.toMatchObject({ code: 'IDENTITY_LOCKED' })
  await expect(confirm(ticket, ENDING)).rejects.toMatchObject({ code: 'IDENTITY_LOCKED' })
  await age(phone, 900)
  expect(await verify(phone)).toMatchObject({ step: 'LOCKED' })

  expect(await database().accessCase.findMany({ where: { userId: id } })).toMatchObject([
    { kind: 'LOCKED', state: 'OPEN' },
  ])
  expect(await eventsAbout(id, 'identity.missed')).toHaveLength(5)
  expect(await eventsAbout(id, 'identity.locked')).toHaveLength(1)
  expect((await messagesTo(phone)).map(({ template }) => template)).toContain('SIGN_IN_LOCKED')
})

test('misses are counted over codes, and cleared by who gets in', async () => {
  const { phone } = await known()
  const first = await ticketOf(phone)
  for (const _ of [1, 2]) await expect(confirm(first, '000000')).rejects.toMatchObject({ code: 'IDENTITY_WRONG' })
  await age(phone, 900)
  const second = await ticketOf(phone)
  await expect(confirm(second, '000000')).rejects.toMatchObject({ params: { left: 2 } })
  await confirm(second, ENDING)
  await age(phone, 900)
  await expect(confirm(await ticketOf(phone), '000000')).rejects.toMatchObject({ params: { left: 4 } })
})

test('of many tries at once five are heard, and one case is opened', async () => {
  const { id, phone } = await known()
  const ticket = await ticketOf(phone)
  const outcomes = await outcomesOf(Array.from({ length: 12 }, () => confirm(ticket, '000000')))
  expect(outcomes.filter((code) => code === 'IDENTITY_WRONG')).toHaveLength(4)
  expect(outcomes.filter((code) => code === 'IDENTITY_LOCKED')).toHaveLength(8)
  expect(await database().accessCase.count({ where: { userId: id } })).toBe(1)
})

const lockedAt = async (id: string) => (await database().user.findUniqueOrThrow({ where: { id } })).lockedAt

/** Leaves the counts as they are when the process died before it locked them. */
async function countedOut() {
  const { id, phone } = await known()
  const ticket = await ticketOf(phone)
  await database().user.update({ where: { id }, data: { identityMisses: 5 } })
  return { id, ticket }
}

test('a person whose last miss was counted while the process died is locked by the next try, and nobody else is', async () => {
  const [{ id, ticket }, other] = [await countedOut(), await countedOut()]
  await expect(confirm(ticket, ENDING)).rejects.toMatchObject({ code: 'IDENTITY_LOCKED' })
  expect(await lockedAt(id)).not.toBeNull()
  expect(await lockedAt(other.id)).toBeNull()
})

test('a person who signed in meanwhile is not locked any more', async () => {
  const { id, ticket } = await countedOut()
  const attempt = interleaveWith(
    (tx) => tx.user.update({ where: { id }, data: { identityMisses: 0 } }),
    () => confirm(ticket, '000000'),
  )
  await expect(attempt).rejects.toMatchObject({ code: 'IDENTITY_LOCKED' })
  expect(await lockedAt(id)).toBeNull()
})

test('a browser that is known lets nobody in who is locked just then', async () => {
  const { id, phone } = await known()
  const { device } = await confirm(await ticketOf(phone), ENDING)
  await age(phone, 900)
  const code = await aCode(phone)
  const attempt = interleaveWith(
    (tx) => tx.user.update({ where: { id }, data: { lockedAt: new Date() } }),
    () => verifySignInCode({ phone, code, address: anAddress(), device: device.secret, browser: BROWSER }),
  )
  await expect(attempt).rejects.toMatchObject({ code: 'IDENTITY_LOCKED' })
})

test('the ticket of another number, or an old one, says nothing', async () => {
  const { id, phone } = await known()
  const ticket = await ticketOf(phone)
  await age(phone, 16 * 60)
  for (const ending of [ENDING, '000000']) {
    await expect(confirm(ticket, ending)).rejects.toMatchObject({ code: 'CODE_EXPIRED' })
  }
  expect(await eventsAbout(id, 'identity.missed')).toEqual([])
  await expect(confirm('nothing', ENDING)).rejects.toMatchObject({ code: 'CODE_EXPIRED' })
})
