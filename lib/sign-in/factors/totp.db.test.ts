import { expect, test } from 'vitest'
import { MINUTE } from '@/lib/core/clock'
import { database, databaseTime } from '@/lib/db/client'
import { readOutbox } from '@/lib/notifications/outbox/read-outbox'
import { eventsAbout } from '@/tests/factories/audit'
import { anIncompleteSession, codeOf, signedIn, withPasskey, withTotp } from '@/tests/factories/factors'
import { atOneMoment, outcomesOf } from '@/tests/factories/outcomes'
import { aColleague, anAddress, aRegisteredApplicant } from '@/tests/factories/people'
import { interleaveWith } from '@/tests/setup/interleave'
import { readAnySession, readSession } from '../sessions/sessions'
import { offerTotp, setUpTotp } from './set-up-totp'
import { verifyTotp } from './verify-totp'

const give = (session: Parameters<typeof verifyTotp>[0], code: string) =>
  verifyTotp(session, { code, address: anAddress(), device: null })
const wrong = { code: 'FACTOR_WRONG' }

test('at the first sign-in an app is set up: ten codes, a letter, a record, and a session that owes nothing', async () => {
  const { id, email } = await aColleague()
  const incomplete = await anIncompleteSession(id)
  expect(incomplete).toMatchObject({ id, pendingStep: 'SET_UP_SECOND_FACTOR' })
  expect(await readSession(incomplete.sessionId)).toBeNull()

  const { secret, uri } = await offerTotp(incomplete)
  expect(uri).toContain(encodeURIComponent(email))
  expect(await offerTotp(incomplete)).toEqual({ secret, uri }) // the page is reloaded
  await expect(
    setUpTotp(incomplete, { code: await codeOf(secret, 5), address: anAddress(), device: null }),
  ).rejects.toMatchObject(wrong)
  const { session, recoveryCodes } = await setUpTotp(incomplete, {
    code: await codeOf(secret),
    address: anAddress(),
    device: null,
  })

  expect(new Set(recoveryCodes).size).toBe(10)
  expect(session.pendingStep).toBeNull()
  const actor = await signedIn(session.id)
  expect(actor.assurance.factors.map(({ factor }) => factor)).toEqual(['PASSWORD', 'TOTP'])
  expect(await readAnySession(incomplete.sessionId)).toBeNull()
  expect(await eventsAbout(id, 'factor.added')).toMatchObject([
    { actorId: id, data: { factor: 'TOTP', factorId: null } },
  ])
  expect(await eventsAbout(id, 'recovery_codes.made')).toMatchObject([{ data: { count: 10 } }])
  expect((await readOutbox())?.filter(({ to }) => to === email)).toMatchObject([{ template: 'FACTOR_ADDED' }])
})

test('the secret is sealed, and the stored row reveals nothing of it', async () => {
  const { id } = await aColleague()
  const { secret } = await withTotp(await anIncompleteSession(id))
  const row = await database().totpSecret.findUniqueOrThrow({ where: { userId: id } })
  expect(Buffer.from(row.secretSealed).toString('latin1')).not.toContain(secret)
  expect(await database().factorChallenge.count({ where: { session: { userId: id } } })).toBe(0)
})

test('a code signs in, once: neither it nor the one before it is accepted again', async () => {
  const { id } = await aColleague()
  const { secret } = await withTotp(await anIncompleteSession(id))
  const code = await codeOf(secret)
  const incomplete = await anIncompleteSession(id)
  expect(incomplete.pendingStep).toBe('GIVE_SECOND_FACTOR')
  const session = await give(incomplete, code)
  expect(await readSession(session.id)).toMatchObject({ id, audience: 'STAFF' })
  await expect(give(await anIncompleteSession(id), code)).rejects.toMatchObject(wrong)
  await expect(give(await anIncompleteSession(id), await codeOf(secret, -1))).rejects.toMatchObject(wrong)
  expect(await eventsAbout(id, 'sign_in.failed')).toMatchObject(
    Array(2).fill({ actorKind: 'SYSTEM', data: { factor: 'TOTP', because: 'WRONG' } }),
  )
  await give(await anIncompleteSession(id), await codeOf(secret, 1))
})

test('a code that someone gives uses up nothing of anybody else’s', async () => {
  const [one, other] = [await aColleague(), await aColleague()]
  await withTotp(await anIncompleteSession(other.id))
  const { secret } = await withTotp(await anIncompleteSession(one.id))
  const rowOf = (userId: string) => database().totpSecret.findUniqueOrThrow({ where: { userId } })
  const before = await rowOf(other.id)
  await give(await anIncompleteSession(one.id), await codeOf(secret))
  expect(await rowOf(other.id)).toEqual(before)
})

test('of many who give one code at once, one is signed in', async () => {
  const { id } = await aColleague()
  const { secret } = await withTotp(await anIncompleteSession(id))
  const code = await codeOf(secret)
  const sessions = [await anIncompleteSession(id), await anIncompleteSession(id), await anIncompleteSession(id)]
  expect(await outcomesOf(sessions.map((session) => give(session, code)))).toEqual([
    'FACTOR_WRONG',
    'FACTOR_WRONG',
    'OK',
  ])
})

test('a code of another’s app is worth nothing', async () => {
  const [{ id }, { id: other }] = [await aColleague(), await aColleague()]
  await withTotp(await anIncompleteSession(id))
  const { secret } = await withTotp(await anIncompleteSession(other))
  await expect(give(await anIncompleteSession(id), await codeOf(secret))).rejects.toMatchObject(wrong)
})

test('guesses get slower, no matter what was right before', async () => {
  const { id } = await aColleague()
  await withTotp(await anIncompleteSession(id))
  const sessions = await Promise.all(Array.from({ length: 6 }, () => anIncompleteSession(id)))
  const outcomes = await atOneMoment(() => outcomesOf(sessions.map((session) => give(session, '000000'))))
  expect(outcomes.filter((outcome) => outcome === 'RATE_LIMITED')).toHaveLength(3)
})

test('a person who knows only a password sets up no second factor where there is one', async () => {
  const { id } = await aColleague()
  const early = await anIncompleteSession(id)
  const { secret } = await offerTotp(early)
  await withPasskey(await anIncompleteSession(id))
  const late = await anIncompleteSession(id)
  await expect(offerTotp(late)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  const code = await codeOf(secret)
  await expect(setUpTotp(early, { code, address: anAddress(), device: null })).rejects.toMatchObject({
    code: 'CONFLICT',
  })
  expect(await database().totpSecret.count({ where: { userId: id } })).toBe(0)
})

test('a new app takes the place of the old one, after a fresh factor', async () => {
  const { id } = await aColleague()
  const first = await withTotp(await anIncompleteSession(id))
  const second = await withTotp(first.actor)
  expect(second.recoveryCodes).toEqual([]) // earlier codes still work
  await expect(give(await anIncompleteSession(id), await codeOf(first.secret))).rejects.toMatchObject(wrong)
  await give(await anIncompleteSession(id), await codeOf(second.secret))

  const at = new Date((await databaseTime()).getTime() - 16 * MINUTE)
  const stale = { ...second.actor, assurance: { factors: [{ factor: 'TOTP' as const, at }] } }
  await expect(offerTotp(stale)).rejects.toMatchObject({ code: 'FRESH_FACTOR_NEEDED' })
  const { secret } = await offerTotp(second.actor)
  const late = setUpTotp(stale, { code: await codeOf(secret), address: anAddress(), device: null })
  await expect(late).rejects.toMatchObject({ code: 'FRESH_FACTOR_NEEDED' })
})

test('concurrent set-ups share one pending secret', async () => {
  const { id } = await aColleague()
  const incomplete = await anIncompleteSession(id)
  const { secret } = await offerTotp(incomplete)
  const [now, where] = [await databaseTime(), { sessionId: incomplete.sessionId }]
  await database().factorChallenge.updateMany({ where, data: { expiresAt: now } })
  const later = new Date(now.getTime() + MINUTE)
  const offered = await interleaveWith(
    (tx) => tx.factorChallenge.updateMany({ where, data: { expiresAt: later } }), // as if just made
    () => offerTotp(incomplete),
  )
  expect(offered.secret).toBe(secret)
  await database().factorChallenge.updateMany({ where, data: { expiresAt: now } })
  expect((await offerTotp(incomplete)).secret).not.toBe(secret)
})

test('a factor that was set up meanwhile is not set up again', async () => {
  const { id } = await aColleague()
  const { actor } = await withPasskey(await anIncompleteSession(id))
  const { secret } = await offerTotp(actor)
  const code = await codeOf(secret)
  const attempt = interleaveWith(
    (tx) => tx.factorChallenge.deleteMany({ where: { sessionId: actor.sessionId } }),
    () => setUpTotp(actor, { code, address: anAddress(), device: null }),
  )
  await expect(attempt).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await database().totpSecret.count({ where: { userId: id } })).toBe(0)
})

test('applicants have none of this', async () => {
  const { actor } = await aRegisteredApplicant()
  await expect(offerTotp(actor)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(give(actor, '123456')).rejects.toMatchObject({ code: 'FORBIDDEN' })
})
