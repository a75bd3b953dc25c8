import { expect, test } from 'vitest'
import { newId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { age, anotherThan } from '@/tests/factories/codes'
import { byCode, CONFIRMED, notConfirmed } from '@/tests/factories/confirmations'
import { anIncompleteSession, codeOf, withPasskey, withTotp } from '@/tests/factories/factors'
import { outcomesOf } from '@/tests/factories/outcomes'
import { aColleague, anAddress, aRegisteredApplicant, aSession } from '@/tests/factories/people'
import { interleaveWith } from '@/tests/setup/interleave'
import { confirmByFactor } from '../confirm-as-staff'
import { requestPasskey } from '../factors/verify-passkey'
import { describeSession } from './describe-session'
import { endAllSessions, endOtherSessions } from './end-other-sessions'
import { endSession } from './end-sessions'
import { listOwnSessions } from './own-sessions'
import { readAnySession, readSession } from './sessions'

const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36'
const endedOf = async (userId: string) =>
  (await eventsAbout(userId, 'session.ended')).map(({ actorId, data }) => ({ actorId, data }))

test('one’s live sessions are listed, this one first, with what one knows them again by', async () => {
  const { id, actor } = await aRegisteredApplicant()
  const other = await aSession(id, 'APPLICANT')
  await describeSession(other.sessionId, { userAgent: CHROME, address: '203.0.113.77' })
  expect(await listOwnSessions(actor)).toEqual([
    expect.objectContaining({ id: actor.sessionId, browser: 'OTHER', system: 'OTHER', network: null, isThis: true }),
    expect.objectContaining({
      id: other.sessionId,
      browser: 'CHROME',
      system: 'LINUX',
      network: '203.0.113.*',
      isThis: false,
    }),
  ])
})

test('nothing of a user agent is stored but browser and system, and its network is sealed', async () => {
  const { actor } = await aColleague()
  await describeSession(actor.sessionId, { userAgent: CHROME, address: '203.0.113.77' })
  const row = await database().session.findUniqueOrThrow({ where: { id: actor.sessionId } })
  expect(row).toMatchObject({ browser: 'CHROME', system: 'LINUX' })
  const kept = JSON.stringify(row) + Buffer.from(row.networkSealed ?? []).toString('latin1')
  expect(kept).not.toContain('126.0')
  expect(kept).not.toContain('203.0.113')
})

test('ended and foreign ones, and those of the other kind, are not', async () => {
  const { id, actor } = await aColleague()
  await database().membership.create({ data: { userId: id, accountId: (await aRegisteredApplicant()).accountId } })
  await aSession(id, 'APPLICANT')
  await endSession(await aSession(id, 'STAFF'), 'SIGN_OUT')
  await aColleague()
  expect((await listOwnSessions(actor)).map((session) => session.id)).toEqual([actor.sessionId])
})

test('one of one’s own is ended by a code, and no other; this one continues', async () => {
  const person = await aRegisteredApplicant()
  const { id, actor } = person
  const [first, second] = [await aSession(id, 'APPLICANT'), await aSession(id, 'APPLICANT')]
  const { count, session } = await endOtherSessions(actor, first, await byCode(person, 'END_SESSIONS'))
  expect(count).toBe(1)
  expect(await readSession(first.sessionId)).toBeNull()
  expect(await readSession(second.sessionId)).not.toBeNull()
  expect(await readSession(session.id)).not.toBeNull()
  expect(await endedOf(id)).toEqual([
    { actorId: id, data: { sessionId: first.sessionId, because: 'BY_HAND' } },
    { actorId: id, data: { sessionId: actor.sessionId, because: 'RAISED' } },
  ])
})

test('without a code all of them end, this one too, and none of the other kind or of anybody else', async () => {
  const { id, actor } = await aRegisteredApplicant()
  const others = [await aSession(id, 'APPLICANT'), await aSession(id, 'APPLICANT')]
  const [asStaff, { actor: somebody }] = [await aSession(id, 'STAFF'), await aRegisteredApplicant()]
  await endAllSessions(actor)
  for (const { sessionId } of [actor, ...others]) expect(await readSession(sessionId)).toBeNull()
  for (const { sessionId } of [asStaff, somebody]) expect(await readAnySession(sessionId)).not.toBeNull()
  const ended = await endedOf(id)
  expect(ended).toHaveLength(3)
  expect(ended).toContainEqual({ actorId: id, data: { sessionId: actor.sessionId, because: 'SIGN_OUT' } })
})

test('a copy of a session ends no other and stays: all end, or none', async () => {
  const { id, actor } = await aRegisteredApplicant()
  const own = await aSession(id, 'APPLICANT')
  for (const which of [{}, own]) {
    const alone = endOtherSessions(actor, which, notConfirmed(actor))
    await expect(alone).rejects.toMatchObject({ code: 'FRESH_CODE_NEEDED' })
  }
  expect(await readSession(own.sessionId)).not.toBeNull()
  await endAllSessions(actor)
  expect([await readSession(own.sessionId), await readSession(actor.sessionId)]).toEqual([null, null])
})

test('of two sessions that close one another at once, one stays', async () => {
  const person = await aRegisteredApplicant()
  const other = await aSession(person.id, 'APPLICANT')
  const outcomes = await outcomesOf([
    endOtherSessions(person.actor, {}, await byCode(person, 'END_SESSIONS')),
    (async () => {
      await age(person.phone, 120)
      return endOtherSessions(other, {}, await byCode({ ...person, actor: other }, 'END_SESSIONS'))
    })(),
  ])
  expect(outcomes.filter((outcome) => outcome === 'OK').length).toBeGreaterThan(0)
  const live = await database().session.count({ where: { userId: person.id, endedAt: null } })
  expect(live).toBe(1)
})

test.each([
  ['someone else’s', async () => (await aRegisteredApplicant()).actor.sessionId],
  ['none', async () => newId()],
  [
    'one that ended',
    async (id: string) => {
      const session = await aSession(id, 'APPLICANT')
      await endSession(session, 'SIGN_OUT')
      return session.sessionId
    },
  ],
])('%s is not there to be ended', async (_, sessionOf) => {
  const { id, actor } = await aRegisteredApplicant()
  const sessionId = await sessionOf(id)
  await expect(endOtherSessions(actor, { sessionId }, CONFIRMED)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('by a phone alone nobody ends what its owner does as staff', async () => {
  const { id, actor } = await aRegisteredApplicant()
  const staff = await aSession(id, 'STAFF')
  await expect(endOtherSessions(actor, staff, CONFIRMED)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await endOtherSessions(actor, {}, CONFIRMED)).toMatchObject({ count: 0 })
  expect(await readSession(staff.sessionId)).not.toBeNull()
})

test('staff end all others by a second factor, and stay under a new token until the session would have ended', async () => {
  const { id } = await aColleague()
  const { actor, secret } = await withTotp(await anIncompleteSession(id))
  const others = [await aSession(id, 'STAFF'), await aSession(id, 'STAFF')]
  const { actor: colleague } = await aColleague()
  const { endsAt } = await database().session.findUniqueOrThrow({ where: { id: actor.sessionId } })
  const end = (code: string) =>
    endOtherSessions(actor, {}, confirmByFactor(actor, { way: 'TOTP', code }, { address: anAddress(), device: null }))
  const right = await codeOf(secret, 1)
  await expect(end(anotherThan(right))).rejects.toMatchObject({ code: 'FACTOR_WRONG' })
  for (const { sessionId } of others) expect(await readSession(sessionId)).not.toBeNull()

  const { count, session } = await end(right)
  expect(count).toBe((await endedOf(id)).filter(({ data }) => JSON.stringify(data).includes('BY_HAND')).length)
  for (const { sessionId } of others) expect(await readSession(sessionId)).toBeNull()
  expect(await readSession(actor.sessionId)).toBeNull() // a copied cookie is worth nothing
  expect(await readSession(session.id)).toMatchObject({ id, sessionId: session.id })
  expect(session.endsAt).toEqual(endsAt)
  expect(await readSession(colleague.sessionId)).not.toBeNull()
  await expect(end(right)).rejects.toMatchObject({ code: 'FACTOR_WRONG' }) // it was used
})

test('staff end others by a recovery code, or by a passkey', async () => {
  const { id } = await aColleague()
  const { actor, authenticator, recoveryCodes } = await withPasskey(await anIncompleteSession(id))
  const { sessionId } = await aSession(id, 'STAFF')
  const factor = { way: 'RECOVERY_CODE', code: recoveryCodes[0] ?? '' } as const
  const { session } = await endOtherSessions(
    actor,
    { sessionId },
    confirmByFactor(actor, factor, { address: anAddress(), device: null }),
  )
  const again = await readSession(session.id)
  if (!again) throw new Error('Not live')
  const last = await aSession(id, 'STAFF')
  const response = authenticator.answer(await requestPasskey(again, anAddress()))
  const confirm = confirmByFactor(again, { way: 'PASSKEY', response }, { address: anAddress(), device: null })
  expect(await endOtherSessions(again, last, confirm)).toMatchObject({ count: 1 })
})

test('one that ends meanwhile is not ended again', async () => {
  const { id, actor } = await aRegisteredApplicant()
  const { sessionId } = await aSession(id, 'APPLICANT')
  await interleaveWith(
    (tx) => tx.session.update({ where: { id: sessionId }, data: { endedAt: new Date() } }),
    () => endOtherSessions(actor, { sessionId }, CONFIRMED).catch(() => {}),
  )
  expect(await endedOf(id)).toEqual([])
})
