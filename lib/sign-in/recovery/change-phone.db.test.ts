import { expect, test } from 'vitest'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database, transaction } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { age, anotherThan, BROWSER, messagesTo } from '@/tests/factories/codes'
import { withOwnPasskey } from '@/tests/factories/factors'
import { outcomesOf } from '@/tests/factories/outcomes'
import { aColleague, anAddress, aPhone, aRegisteredApplicant, aSession } from '@/tests/factories/people'
import { isKnownDevice, rememberDevice } from '../sessions/devices'
import { readSession } from '../sessions/sessions'
import { changePhone, movePhone, sendPhoneCodes } from './change-phone'

const at = () => ({ address: anAddress(), browser: BROWSER })
const codeOf = async (phone: string) =>
  /\d{6}/.exec((await messagesTo(phone)).find(({ template }) => template === 'SIGN_IN_CODE')?.text ?? '')?.[0] ?? ''

async function asked(to = aPhone()) {
  const person = await aRegisteredApplicant()
  await sendPhoneCodes(person.actor, { phone: to, ...at() })
  const codes = { oldCode: await codeOf(person.phone), newCode: await codeOf(to) }
  const change = (given: Partial<typeof codes> = {}) =>
    changePhone(person.actor, { phone: to, ...at(), device: null, ...codes, ...given })
  return { ...person, to, codes, change }
}

const idBy = async (phone: string) =>
  (await database().user.findUnique({ where: { phoneIndex: await blindIndex('phone', phone) } }))?.id

test('codes to both numbers move the account; other sessions and devices are removed; the old number is notified', async () => {
  const { id, phone, to, actor, change } = await asked()
  const other = await aSession(id, 'APPLICANT')
  const { secret } = await transaction((tx) => rememberDevice(tx, id, null))
  const { device, session } = await change()
  expect([await idBy(phone), await idBy(to)]).toEqual([undefined, id])
  expect(await readSession(actor.sessionId)).toBeNull() // a copied cookie is worth nothing
  expect(await readSession(session.id)).toMatchObject({ id })
  expect(await readSession(other.sessionId)).toBeNull()
  expect(await isKnownDevice(database(), id, secret)).toBe(false)
  expect(await isKnownDevice(database(), id, device.secret)).toBe(true)
  for (const notice of [phone, to]) {
    expect((await messagesTo(notice)).map(({ template }) => template)).toContain('PHONE_CHANGED')
  }
  expect(await eventsAbout(id, 'phone.changed')).toMatchObject([{ actorId: id, data: { because: 'BOTH_CODES' } }])
})

test('passkeys of the old number are removed with it', async () => {
  const person = await aRegisteredApplicant()
  const { actor } = await withOwnPasskey(person)
  await age(person.phone, 900)
  const to = aPhone()
  await sendPhoneCodes(actor, { phone: to, ...at() })
  const codes = { oldCode: await codeOf(person.phone), newCode: await codeOf(to) }
  await changePhone(actor, { phone: to, ...at(), device: null, ...codes })
  expect(await database().passkey.count({ where: { userId: person.id } })).toBe(0)
  expect(await eventsAbout(person.id, 'factor.removed')).toMatchObject([{ actorId: person.id }])
})

test('one of the two codes is not enough', async () => {
  const { id, phone, codes, change } = await asked()
  await expect(change({ oldCode: anotherThan(codes.oldCode) })).rejects.toMatchObject({ code: 'CODE_WRONG' })
  await expect(change({ newCode: anotherThan(codes.newCode) })).rejects.toMatchObject({ code: 'CODE_WRONG' })
  expect(await idBy(phone)).toBe(id)
})

test("the answer does not reveal that a number is another's before its code, and it can't be taken", async () => {
  const { phone: taken, id: other } = await aRegisteredApplicant()
  const { change } = await asked(taken)
  await expect(change()).rejects.toMatchObject({ code: 'PHONE_TAKEN' })
  expect(await idBy(taken)).toBe(other)
})

test('the number that one has is no new one', async () => {
  const { actor, phone } = await aRegisteredApplicant()
  await expect(sendPhoneCodes(actor, { phone, ...at() })).rejects.toMatchObject({ code: 'PHONE_SAME' })
})

test('of two who would have one number, one gets it', async () => {
  const to = aPhone()
  const [one, two] = [await aRegisteredApplicant(), await aRegisteredApplicant()]
  const move = ({ id, phone }: { id: string; phone: string }) =>
    transaction(async (tx) => movePhone(tx, { userId: id, phone: to, from: await blindIndex('phone', phone) }))
  const outcomes = await outcomesOf([move(one), move(two)])
  expect(outcomes.sort()).toEqual(['OK', 'PHONE_TAKEN'])
})

test('a number moves to who has another, had the one that was seen, and is not erased', async () => {
  const { id, phone } = await aRegisteredApplicant()
  const move = (to: string, from: Uint8Array<ArrayBuffer> | null) =>
    transaction((tx) => movePhone(tx, { userId: id, phone: to, from }))
  await expect(move(phone, await blindIndex('phone', phone))).rejects.toMatchObject({ code: 'PHONE_TAKEN' })
  await expect(move(aPhone(), await blindIndex('phone', aPhone()))).rejects.toMatchObject({ code: 'CONFLICT' })
  await expect(move(aPhone(), null)).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await idBy(phone)).toBe(id)
  const at = new Date()
  const erased = { erasedAt: at, status: 'DISABLED', disabledAt: at, phoneIndex: null, phoneSealed: null } as const
  await database().user.update({ where: { id }, data: erased })
  await expect(move(aPhone(), null)).rejects.toMatchObject({ code: 'CONFLICT' })
})

test('it is not for staff', async () => {
  const { actor } = await aColleague()
  await expect(sendPhoneCodes(actor, { phone: aPhone(), ...at() })).rejects.toMatchObject({ code: 'FORBIDDEN' })
})
