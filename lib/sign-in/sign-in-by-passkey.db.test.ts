import { expect, test } from 'vitest'
import { database, databaseTime, transaction } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { anAuthenticator } from '@/tests/factories/authenticator'
import { age, messagesTo } from '@/tests/factories/codes'
import { anIncompleteSession, signedIn, withOwnPasskey, withPasskey } from '@/tests/factories/factors'
import { outcomesOf } from '@/tests/factories/outcomes'
import { aColleague, anAddress, aRegisteredApplicant } from '@/tests/factories/people'
import { aReadyDraft, IDENTITY } from '@/tests/factories/qualifications'
import { interleaveWith } from '@/tests/setup/interleave'
import { sealPasskeyTicket } from './factors/passkey-ticket'
import { requestAnyPasskey, signInByPasskey } from './factors/verify-passkey'
import { confirmIdentity } from './recovery/confirm-identity'
import { rememberDevice } from './sessions/devices'
import { signInApplicantByPasskey } from './sign-in-by-passkey'
import { sealRowTicket } from './tickets'

const ENDING = IDENTITY['person.idNumber'].slice(-6)
const wrong = { code: 'FACTOR_WRONG' }
type Authenticator = ReturnType<typeof anAuthenticator>

/** Returns an applicant with a passkey whose account declares an ID number, and a browser that is known as theirs. */
async function known() {
  const person = await aRegisteredApplicant()
  await aReadyDraft({ applicant: { ...person.actor, accountId: person.accountId } })
  const { authenticator } = await withOwnPasskey(person)
  const { secret } = await transaction((tx) => rememberDevice(tx, person.id, null))
  await age(person.phone, 900)
  return { ...person, authenticator, device: secret }
}

const answerOf = async (authenticator: Authenticator) => authenticator.answer(await requestAnyPasskey(anAddress()))

const signIn = async (authenticator: Authenticator, device: string | null = null) =>
  signInApplicantByPasskey({ response: await answerOf(authenticator), address: anAddress(), device })

async function ticketOf(authenticator: Authenticator): Promise<string> {
  const given = await signIn(authenticator)
  if (given.step !== 'CONFIRM') throw new Error(given.step)
  return given.ticket
}

const confirm = (ticket: string, ending: string) =>
  confirmIdentity({ ticket, ending, address: anAddress(), device: null, locale: 'zh-CN' })

const sessionsOf = (userId: string) => database().session.count({ where: { userId } })

test('on a browser that is known a passkey signs in alone, and does not count as a proof of the phone', async () => {
  const { id, authenticator, device } = await known()
  const { phoneProvedAt } = await database().user.findUniqueOrThrow({ where: { id } })
  const given = await signIn(authenticator, device)
  if (given.step !== 'SIGNED_IN') throw new Error(given.step)
  const actor = await signedIn(given.session.id)
  expect(actor).toMatchObject({ id, audience: 'APPLICANT' })
  expect(actor.assurance.factors.map(({ factor }) => factor)).toEqual(['PASSKEY'])
  expect((await eventsAbout(id, 'session.started')).at(-1)).toMatchObject({ data: { factors: ['PASSKEY'] } })
  expect(await database().user.findUniqueOrThrow({ where: { id } })).toMatchObject({ phoneProvedAt })
})

test('on another browser it starts no session; with how the ID number ends, it does, once', async () => {
  const { id, phone, authenticator } = await known()
  const before = await sessionsOf(id)
  const ticket = await ticketOf(authenticator)
  expect(await sessionsOf(id)).toBe(before)

  const entered = await confirm(ticket, ENDING.toLowerCase())
  expect(entered.device.isNew).toBe(true)
  expect((await signedIn(entered.session.id)).assurance.factors).toMatchObject([{ factor: 'PASSKEY' }])
  expect(await eventsAbout(id, 'identity.confirmed')).toHaveLength(1)
  expect((await messagesTo(phone))[0]).toMatchObject({ template: 'NEW_DEVICE' })
  await expect(confirm(ticket, ENDING)).rejects.toMatchObject(wrong)
  expect(await signIn(authenticator, entered.device.secret)).toMatchObject({ step: 'SIGNED_IN' })
})

test('a person who has declared no ID number is let in on any browser', async () => {
  const { authenticator } = await withOwnPasskey(await aRegisteredApplicant())
  expect(await signIn(authenticator)).toMatchObject({ step: 'SIGNED_IN' })
})

test('five misses lock: no passkey signs in, on no browser, and a case for staff is opened', async () => {
  const { id, phone, authenticator, device } = await known()
  const ticket = await ticketOf(authenticator)
  for (const left of [4, 3, 2, 1]) {
    await expect(confirm(ticket, '000000')).rejects.toMatchObject({ code: 'IDENTITY_WRONG', params: { left } })
  }
  for (const ending of ['000000', ENDING]) {
    await expect(confirm(ticket, ending)).rejects.toMatchObject({ code: 'IDENTITY_LOCKED' })
  }
  for (const browser of [device, null]) {
    await expect(signIn(authenticator, browser)).rejects.toMatchObject({ code: 'IDENTITY_LOCKED' })
  }
  const cases = await database().accessCase.findMany({ where: { userId: id } })
  const { phoneIndex } = await database().user.findUniqueOrThrow({ where: { id } })
  expect(cases).toMatchObject([{ kind: 'LOCKED', state: 'OPEN', phoneIndex }])
  expect(await eventsAbout(id, 'identity.locked')).toHaveLength(1)
  expect((await messagesTo(phone)).map(({ template }) => template)).toContain('SIGN_IN_LOCKED')
})

test('a right ending clears the misses, and of many who use one ticket at once one gets in', async () => {
  const { id, authenticator } = await known()
  const ticket = await ticketOf(authenticator)
  await expect(confirm(ticket, '000000')).rejects.toMatchObject({ params: { left: 4 } })
  const outcomes = await outcomesOf([confirm(ticket, ENDING), confirm(ticket, ENDING), confirm(ticket, ENDING)])
  expect(outcomes.toSorted()).toEqual(['FACTOR_WRONG', 'FACTOR_WRONG', 'OK'])
  await ticketOf(authenticator)
  await signIn(authenticator, (await transaction((tx) => rememberDevice(tx, id, null))).secret)
  expect(await database().user.findUniqueOrThrow({ where: { id } })).toMatchObject({ identityMisses: 0 })
})

test('a ticket is void when the passkey is used again, after 15 minutes, and as one of a code', async () => {
  const { id, phone, authenticator } = await known()
  const first = await ticketOf(authenticator)
  const second = await ticketOf(authenticator)
  await expect(confirm(first, ENDING)).rejects.toMatchObject(wrong)
  await database().$executeRaw`
    UPDATE passkeys SET last_used_at = last_used_at - interval '16 minutes' WHERE user_id = ${id}::uuid`
  const { id: passkeyId, lastUsedAt } = await database().passkey.findFirstOrThrow({ where: { userId: id } })
  const old = await sealPasskeyTicket({ passkeyId, usedAt: lastUsedAt ?? new Date() })
  for (const ticket of [second, old]) await expect(confirm(ticket, ENDING)).rejects.toMatchObject(wrong)
  const ofCode = await sealRowTicket('sign_in_codes', passkeyId, phone)
  await expect(confirm(ofCode, ENDING)).rejects.toMatchObject({ code: 'CODE_EXPIRED' })
  expect(await eventsAbout(id, 'identity.missed')).toEqual([])
})

test.each([
  ['disabled', { status: 'DISABLED' as const, disabledAt: new Date() }],
  ['blocked', { status: 'BLOCKED' as const, blockedAt: new Date() }],
  ['without a number any more', { phoneIndex: null }],
])('a person who is %s gets the plain refusal, and it is on record', async (_, data) => {
  const { id, authenticator, device } = await known()
  const before = await sessionsOf(id)
  await database().user.update({ where: { id }, data })
  await expect(signIn(authenticator, device)).rejects.toMatchObject(wrong)
  expect(await eventsAbout(id, 'sign_in.failed')).toMatchObject([{ data: { factor: 'PASSKEY', because: 'WRONG' } }])
  expect(await sessionsOf(id)).toBe(before)
})

test('a colleague’s passkey, an applicant’s at the staff page and one of nobody get the same refusal', async () => {
  const [{ id }, applicant] = [await aColleague(), await known()]
  const { authenticator: ofStaff } = await withPasskey(await anIncompleteSession(id), { counts: false })
  await expect(signIn(ofStaff)).rejects.toMatchObject(wrong)
  await expect(signIn(anAuthenticator())).rejects.toMatchObject(wrong)
  const atStaff = { response: await answerOf(applicant.authenticator), address: anAddress() }
  await expect(signInByPasskey({ ...atStaff, device: null })).rejects.toMatchObject(wrong)
  expect(await database().session.count({ where: { userId: applicant.id, audience: 'STAFF' } })).toBe(0)
  expect(await database().session.count({ where: { userId: id, audience: 'APPLICANT' } })).toBe(0)
})

test('a passkey that is removed while it signs in signs nobody in', async () => {
  const { id, authenticator, device } = await known()
  const before = await sessionsOf(id)
  const attempt = interleaveWith(
    async (tx) => {
      await tx.$queryRaw`SELECT FROM users WHERE id = ${id}::uuid FOR UPDATE`
      await tx.passkey.deleteMany({ where: { userId: id } })
    },
    () => signIn(authenticator, device),
  )
  await expect(attempt).rejects.toMatchObject(wrong)
  expect(await sessionsOf(id)).toBe(before)
})

test('a passkey that is removed before the ID number is confirmed signs nobody in', async () => {
  const { id, authenticator } = await known()
  const ticket = await ticketOf(authenticator)
  const attempt = interleaveWith(
    async (tx) => {
      await tx.passkey.deleteMany({ where: { userId: id } })
      await tx.user.update({ where: { id }, data: { updatedAt: await databaseTime(tx) } })
    },
    () => confirm(ticket, ENDING),
  )
  await expect(attempt).rejects.toMatchObject(wrong)
  await expect(confirm(ticket, ENDING)).rejects.toMatchObject(wrong)
})
