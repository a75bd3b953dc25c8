import { expect, test } from 'vitest'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database } from '@/lib/db/client'
import { createQualification } from '@/lib/qualifications/draft/create-qualification'
import { eventsAbout } from '@/tests/factories/audit'
import { aCodeFor, age, anotherThan, BROWSER, messagesTo } from '@/tests/factories/codes'
import {
  aColleague,
  anAddress,
  anEmail,
  aPhone,
  aRegisteredApplicant,
  aSession,
  PASSWORD,
} from '@/tests/factories/people'
import { changePhone, sendPhoneCodes } from '../recovery/change-phone'
import { readSession, type StartedSession } from '../sessions/sessions'
import { removePassword, setPassword } from './set-password'
import { signInByPassword } from './sign-in-by-password'

const given = (code: string, password = PASSWORD) => ({
  code,
  password,
  address: anAddress(),
  browser: BROWSER,
  device: null,
})
async function actorOf({ id }: StartedSession) {
  const actor = await readSession(id)
  if (!actor) throw new Error('The session is not live')
  return actor
}
const hashOf = async (id: string) => (await database().user.findUniqueOrThrow({ where: { id } })).passwordHash

test('a code sets a password: other sessions are closed, this one continues under a new token, and the owner is notified', async () => {
  const { id, phone, actor } = await aRegisteredApplicant()
  const other = await aSession(id, 'APPLICANT')
  const { id: sessionId } = await setPassword(actor, given(await aCodeFor({ actor, phone }, 'PASSWORD')))
  expect(await readSession(actor.sessionId)).toBeNull() // a copied cookie is worth nothing
  expect(await readSession(sessionId)).toMatchObject({ id })
  expect(await readSession(other.sessionId)).toBeNull()
  expect(await eventsAbout(id, 'password.set')).toMatchObject([{ actorId: id }])
  expect((await messagesTo(phone))[0]).toMatchObject({ template: 'PASSWORD_CHANGED' })
  const entered = await signInByPassword({ phone, password: PASSWORD, address: anAddress(), device: null })
  expect(await readSession(entered.session.id)).toMatchObject({ id })
})

test('removed, it gets nobody in', async () => {
  const { id, phone, actor } = await aRegisteredApplicant()
  const set = await actorOf(await setPassword(actor, given(await aCodeFor({ actor, phone }, 'PASSWORD'))))
  await age(phone, 900)
  const removed = await actorOf(await removePassword(set, given(await aCodeFor({ actor: set, phone }, 'PASSWORD'))))
  expect(await readSession(set.sessionId)).toBeNull()
  expect(await hashOf(id)).toBeNull()
  expect(await eventsAbout(id, 'password.removed')).toHaveLength(1)
  await age(phone, 900)
  await expect(
    removePassword(removed, given(await aCodeFor({ actor: removed, phone }, 'PASSWORD'))),
  ).rejects.toMatchObject({ code: 'INVALID_STATE' })
})

test.each([
  ['12345678901234567890', 'PASSWORD_COMMON'],
  ['short', 'PASSWORD_LENGTH'],
])('%s is no password', async (password, code) => {
  const { id, phone, actor } = await aRegisteredApplicant()
  await expect(setPassword(actor, given(await aCodeFor({ actor, phone }, 'PASSWORD'), password))).rejects.toMatchObject(
    { code },
  )
  expect(await hashOf(id)).toBeNull()
})

test('a number of their own in it is no secret', async () => {
  const { phone, actor } = await aRegisteredApplicant()
  const password = `velvet ${phone.slice(3)} lamp`
  await expect(setPassword(actor, given(await aCodeFor({ actor, phone }, 'PASSWORD'), password))).rejects.toMatchObject(
    {
      code: 'PASSWORD_PERSONAL',
    },
  )
})

test('a session alone sets none', async () => {
  const { id, phone, actor } = await aRegisteredApplicant()
  const wrong = anotherThan(await aCodeFor({ actor, phone }, 'PASSWORD'))
  await expect(setPassword(actor, given(wrong))).rejects.toMatchObject({ code: 'CODE_WRONG' })
  await expect(removePassword(actor, given(wrong))).rejects.toMatchObject({ code: 'CODE_WRONG' })
  expect(await hashOf(id)).toBeNull()
})

test('it is not for staff', async () => {
  const { actor } = await aColleague()
  await expect(setPassword(actor, given('123456'))).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

test('a code to their phone neither replaces nor removes the password that a person has as staff', async () => {
  const { id, phone, actor } = await aRegisteredApplicant()
  const asStaff = { emailIndex: await blindIndex('email', anEmail()), passwordHash: 'theirs as staff' }
  await database().user.update({ where: { id }, data: asStaff })
  const code = await aCodeFor({ actor, phone }, 'PASSWORD')
  await expect(setPassword(actor, given(code))).rejects.toMatchObject({ code: 'INVALID_STATE' })
  await expect(removePassword(actor, given(code))).rejects.toMatchObject({ code: 'INVALID_STATE' })
  expect(await hashOf(id)).toBe(asStaff.passwordHash)
  expect([await eventsAbout(id, 'password.set'), await eventsAbout(id, 'password.removed')]).toEqual([[], []])
})

test('a person who is signed in as staff does none of this, though they have a number and an account', async () => {
  const { id, phone } = await aRegisteredApplicant()
  await database().roleGrant.create({ data: { userId: id, role: 'REVIEWER' } })
  const actor = await aSession(id, 'STAFF')
  const at = { phone: aPhone(), address: anAddress(), browser: BROWSER }
  const code = await aCodeFor({ actor, phone }, 'PASSWORD')
  const acts = [
    () => setPassword(actor, given(code)),
    () => setPassword(actor, given(code, `velvet ${phone.slice(3)} lamp`)), // nor learns whether that is the number
    () => removePassword(actor, given(code)),
    () => sendPhoneCodes(actor, at),
    () => changePhone(actor, { ...at, oldCode: code, newCode: code, device: null }),
    () => createQualification(actor, { kind: 'INDIVIDUAL' }),
  ]
  for (const act of acts) await expect(act()).rejects.toMatchObject({ code: 'FORBIDDEN' })
  const phoneIndex = await blindIndex('phone', phone)
  expect(await database().signInCode.findMany({ where: { phoneIndex } })).toMatchObject([{ guesses: 0, usedAt: null }])
})
