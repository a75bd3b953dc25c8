import { expect, test } from 'vitest'
import { CONSENTS } from '@/lib/accounts/consents/consents'
import { can, type PersonActor } from '@/lib/actor/actor'
import { newId } from '@/lib/core/ids'
import { database, databaseTime, type Tx } from '@/lib/db/client'
import { confirmBy } from '@/lib/sign-in/confirm-act'
import { registerApplicant } from '@/lib/sign-in/register-applicant'
import { readSession } from '@/lib/sign-in/sessions/sessions'
import { eventsAbout } from '@/tests/factories/audit'
import { aCodeFor, aTicket, BROWSER } from '@/tests/factories/codes'
import { aConsole, aHandover, aVouchedSession, press } from '@/tests/factories/handovers'
import { aMemberOf, anAddress, anAdministrator, aPhone, aRegisteredApplicant, aSession } from '@/tests/factories/people'
import { interleaveWith } from '@/tests/setup/interleave'
import { revokeApiKey } from '../revoke-api-key'
import { enterHandover } from './enter-handover'
import { finishHandover } from './finish-handover'
import { joinByHandover } from './join-by-handover'
import { readHandoverLink, readHandoverOf, readPressedHandover } from './read-handover'

const rowOf = (id: string) => database().handover.findUniqueOrThrow({ where: { id } })
const liveSession = async (id: string) => (await readSession(id)) as PersonActor
const aPersonInTwo = async () => {
  const { accountId } = await aRegisteredApplicant()
  const { ownAccountId, ...member } = await aMemberOf(accountId)
  return { ...member, accountId, ownAccountId }
}
/** Makes an account to which nobody belongs, as the platform does. */
const anEmptyAccount = async () => (await database().account.create({ data: {} })).id

test('a vouched session sees one account, is never staff, and lacks what concerns the account as a whole', async () => {
  const person = await aPersonInTwo()
  await database().roleGrant.create({ data: { userId: person.id, role: 'ADMIN' } })
  const { actor, handoverId } = await aVouchedSession(person)
  expect(actor).toMatchObject({
    id: person.id,
    audience: 'APPLICANT',
    accountIds: [person.accountId],
    capabilities: ['qualification.own'],
  })
  expect(person.actor.accountIds).toHaveLength(2)
  expect(await rowOf(handoverId)).toMatchObject({ usedAt: expect.any(Date), enteredAt: expect.any(Date) })
  const names = (await eventsAbout(person.accountId)).map(({ action }) => action)
  expect(names).toEqual(expect.arrayContaining(['handover.created', 'handover.used', 'handover.entered']))
  expect(await database().knownDevice.count({ where: { userId: person.id } })).toBe(0)
})

test('nothing raises a vouched session', async () => {
  const person = await aRegisteredApplicant()
  const { actor } = await aVouchedSession(person)
  const given = { code: await aCodeFor({ ...person, actor }, 'LEAVE'), browser: BROWSER, address: anAddress() }
  const confirm = confirmBy(actor, given)
  await expect(confirm('LEAVE', person.accountId)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect(await liveSession(actor.sessionId)).toMatchObject({ capabilities: ['qualification.own'] })
})

test('the database refuses a vouched session for staff', async () => {
  const { actor } = await aVouchedSession(await aRegisteredApplicant())
  const staff = database().session.update({ where: { id: actor.sessionId }, data: { audience: 'STAFF' } })
  await expect(staff).rejects.toThrow(/sessions_vouched_check/)
})

test('who left the account sees nothing of it, nor of another', async () => {
  const person = await aPersonInTwo()
  const { actor } = await aVouchedSession(person)
  await database().membership.delete({
    where: { accountId_userId: { accountId: person.accountId, userId: person.id } },
  })
  expect(await liveSession(actor.sessionId)).toMatchObject({ accountIds: [] })
})

test('a link works once: of two at once, one is refused', async () => {
  const { id, token } = await aHandover({ vouch: true })
  const both = await Promise.allSettled([press(token), press(token)])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const refused = both.find(({ status }) => status === 'rejected')
  expect(refused).toMatchObject({ reason: { code: 'HANDOVER_USED' } })
  expect(await database().session.count({ where: { handoverId: id } })).toBe(1)
  await expect(press(token)).rejects.toMatchObject({ code: 'HANDOVER_USED' })
})

test('used in one browser, it is worth nothing in another', async () => {
  const { token } = await aHandover()
  const { secret } = await press(token)
  expect(await readHandoverLink(token, null)).toEqual({ state: 'USED', isHere: false })
  expect(await readHandoverLink(token, 'x'.repeat(43))).toEqual({ state: 'USED', isHere: false })
  expect(await readHandoverLink(token, secret)).toEqual({ state: 'USED', isHere: true })
  expect(await readPressedHandover('x'.repeat(43))).toBeNull()
})

test('a link that is none is refused', async () => {
  await expect(press('x'.repeat(43))).rejects.toMatchObject({ code: 'LINK_INVALID' })
})

test('nobody uses it after its end', async () => {
  const { id, token } = await aHandover({ vouch: true })
  await database().handover.update({ where: { id }, data: { endsAt: await databaseTime() } })
  await expect(press(token)).rejects.toMatchObject({ code: 'HANDOVER_ENDED' })
  expect(await readHandoverLink(token, null)).toEqual({ state: 'ENDED' })
  expect((await rowOf(id)).usedAt).toBeNull()
})

type Made = Awaited<ReturnType<typeof aHandover>>
const userOf = async ({ id }: Made) => (await rowOf(id)).userId ?? ''
const ENDS: readonly (readonly [string, (made: Made) => Promise<unknown>])[] = [
  ['the key is revoked', async ({ client }) => revokeApiKey(await anAdministrator(), { keyId: client.id })],
  [
    'the key expires',
    async ({ client }) =>
      database().apiKey.update({ where: { id: client.id }, data: { expiresAt: await databaseTime() } }),
  ],
  [
    'the person is disabled',
    async (made) =>
      database().user.update({
        where: { id: await userOf(made) },
        data: { status: 'DISABLED', disabledAt: new Date() },
      }),
  ],
  ['the account is closed', ({ person: { accountId } }) => database().membership.deleteMany({ where: { accountId } })],
]
test.each(ENDS)('nobody uses it once %s', async (_name, end) => {
  for (const vouch of [true, false]) {
    const made = await aHandover({ vouch })
    await end(made)
    await expect(press(made.token)).rejects.toMatchObject({ code: 'HANDOVER_ENDED' })
    expect(await readHandoverLink(made.token, null)).toEqual({ state: 'ENDED' })
  }
})

test.each(ENDS)('nobody continues with it once %s', async (_name, end) => {
  const person = await aRegisteredApplicant()
  const made = await aHandover({ of: person })
  const { secret } = await press(made.token)
  await end(made)
  expect(await enterHandover(person.actor, secret)).toBeNull()
  expect(await readPressedHandover(secret)).toEqual({ state: 'ENDED' })
})

test('a key that is revoked ends the sessions that were vouched for by it, and no other', async () => {
  const client = await aConsole()
  const [vouched, known] = [await aRegisteredApplicant(), await aRegisteredApplicant()]
  const { token } = await aHandover({ client, of: vouched, vouch: true })
  const { session } = await press(token)
  await press((await aHandover({ client, of: known })).token, known.actor)
  await revokeApiKey(await anAdministrator(), { keyId: client.id })
  expect(await readSession(session?.id ?? '')).toBeNull()
  expect(await readSession(known.actor.sessionId)).not.toBeNull()
  const [ended] = await eventsAbout(vouched.id, 'session.ended')
  expect(ended?.data).toMatchObject({ because: 'KEY_REVOKED' })
})

test('a key that is revoked while its link is used: nobody is signed in', async () => {
  const { token, client } = await aHandover({ vouch: true })
  const { id: revokedById } = await anAdministrator()
  const revoke = (tx: Tx) =>
    tx.apiKey.update({ where: { id: client.id }, data: { revokedAt: new Date(), revokedById } })
  await expect(interleaveWith(revoke, () => press(token))).rejects.toMatchObject({ code: 'HANDOVER_ENDED' })
})

test('a person who is disabled while their link is used is not signed in', async () => {
  const person = await aRegisteredApplicant()
  const { token } = await aHandover({ of: person, vouch: true })
  const disable = (tx: Tx) =>
    tx.user.update({ where: { id: person.id }, data: { status: 'DISABLED', disabledAt: new Date() } })
  await expect(interleaveWith(disable, () => press(token))).rejects.toMatchObject({ code: 'HANDOVER_ENDED' })
})

test('a locked person is not vouched for', async () => {
  const person = await aRegisteredApplicant()
  const { id, token } = await aHandover({ of: person, vouch: true })
  await database().user.update({ where: { id: person.id }, data: { lockedAt: await databaseTime() } })
  await expect(press(token)).rejects.toMatchObject({ code: 'IDENTITY_LOCKED' })
  expect((await rowOf(id)).usedAt).toBeNull()
})

test('a person who is signed in here continues at once, with all their accounts and rights', async () => {
  const person = await aPersonInTwo()
  const { token, id } = await aHandover({ of: person })
  expect(await press(token, person.actor)).toMatchObject({ path: '/qualifications', session: null })
  expect(await readHandoverOf(person.actor)).toEqual({
    system: '云控制台',
    isVouched: false,
    host: 'console.example.cn',
  })
  const after = await liveSession(person.actor.sessionId)
  expect(after.accountIds).toHaveLength(2)
  expect(can(after, 'account.manage')).toBe(true)
  expect((await rowOf(id)).enteredAt).not.toBeNull()
})

test('nobody else continues with it, and neither does a session that the platform vouches for', async () => {
  const person = await aRegisteredApplicant()
  const { actor: vouched } = await aVouchedSession(person)
  const { token } = await aHandover({ of: person })
  const { secret, path } = await press(token, vouched)
  expect(path).toBeNull()
  expect(await enterHandover(vouched, secret)).toBeNull()
  expect(await enterHandover((await aRegisteredApplicant()).actor, secret)).toBeNull()
  expect(await enterHandover(await aSession(person.id, 'APPLICANT'), secret)).toBe('/qualifications')
  expect(await enterHandover(person.actor, secret)).toBeNull() // once
})

test('who proves the number becomes the first member of an account that nobody belongs to', async () => {
  const [accountId, person] = [await anEmptyAccount(), await aRegisteredApplicant()]
  const { id, token } = await aHandover({ of: { accountId, phone: person.phone }, purpose: 'BEGIN' })
  const { secret, path } = await press(token, person.actor)
  expect(path).toBeNull() // first a code
  expect(await enterHandover((await aRegisteredApplicant()).actor, secret)).toBeNull()
  expect(await enterHandover(person.actor, secret)).toBe(`/qualifications/new?account=${accountId}`)
  expect((await liveSession(person.actor.sessionId)).accountIds).toContain(accountId)
  expect(await rowOf(id)).toMatchObject({ userId: person.id, phoneIndex: null })
  const [event] = await eventsAbout(accountId, 'handover.entered')
  expect(event).toMatchObject({ actorId: person.id, data: { handoverId: id, hasJoined: true } })
})

test('of two who would be the first member, one is', async () => {
  const [accountId, a, b] = [await anEmptyAccount(), await aRegisteredApplicant(), await aRegisteredApplicant()]
  const links = await Promise.all([a, b].map(({ phone }) => aHandover({ of: { accountId, phone } })))
  const secrets: string[] = []
  for (const { token } of links) secrets.push((await press(token)).secret)
  const paths = await Promise.all([a, b].map(({ actor }, n) => enterHandover(actor, secrets[n] ?? '')))
  expect(paths.filter(Boolean)).toHaveLength(1)
  expect(await database().membership.count({ where: { accountId } })).toBe(1)
})

test('nobody is the first member of an account whose person was erased', async () => {
  const [accountId, person] = [await anEmptyAccount(), await aRegisteredApplicant()]
  const { token } = await aHandover({ of: { accountId, phone: person.phone } })
  const erasure = {
    id: newId(),
    accountId,
    userId: person.id,
    scopes: ['PERSON' as const],
    cause: 'RETENTION' as const,
  }
  await database().erasure.create({ data: { ...erasure, at: new Date(), record: {} } })
  await expect(press(token)).rejects.toMatchObject({ code: 'HANDOVER_ENDED' })
  const again = aHandover({ of: { accountId, phone: person.phone } })
  await expect(again).rejects.toMatchObject({ params: { problem: 'ACCOUNT_UNKNOWN' } })
})

test('who registers with the number gets the account, and no second one', async () => {
  const [accountId, phone] = [await anEmptyAccount(), aPhone()]
  const { token } = await aHandover({ of: { accountId, phone } })
  const { secret } = await press(token)
  const register = async (number: string) =>
    registerApplicant({
      ...{ ticket: await aTicket(number), consents: CONSENTS.map(({ key }) => key), locale: 'zh-CN' },
      accountOf: joinByHandover(secret),
    })
  const stranger = await register(aPhone())
  expect(stranger.accountId).not.toBe(accountId)
  const registered = await register(phone)
  expect(registered.accountId).toBe(accountId)
  const actor = await liveSession(registered.session.id)
  expect(actor.accountIds).toEqual([accountId])
  expect(await enterHandover(actor, secret)).toBe('/qualifications')
})

test('going back ends a session that was vouched for, and leaves another', async () => {
  const person = await aRegisteredApplicant()
  const { actor, secret, handoverId } = await aVouchedSession(person)
  expect(await finishHandover(actor)).toEqual({ hasSignedOut: true })
  expect(await readSession(actor.sessionId)).toBeNull()
  const returnTo = `https://console.example.cn/kyc/done?handover=${handoverId}`
  expect(await readPressedHandover(secret)).toEqual({ state: 'FINISHED', system: '云控制台', returnTo })
  const { token } = await aHandover({ of: person })
  await press(token, person.actor)
  expect(await finishHandover(person.actor)).toEqual({ hasSignedOut: false })
  expect(await readSession(person.actor.sessionId)).not.toBeNull()
  await expect(finishHandover(person.actor)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await eventsAbout(person.accountId, 'handover.finished')).toHaveLength(2)
})
