import { expect, test } from 'vitest'
import { readAnySession, readSession } from '@/lib/auth/sessions'
import { MINUTE } from '@/lib/core/clock'
import { database, databaseTime } from '@/lib/db/client'
import { readOutbox } from '@/lib/messaging/read-outbox'
import { eventsAbout } from '@/tests/factories/audit'
import { anOwingSession, codeOf, signedIn, withPasskey, withTotp } from '@/tests/factories/factors'
import { outcomesOf } from '@/tests/factories/outcomes'
import { aColleague, anAddress, aRegisteredApplicant } from '@/tests/factories/people'
import { interleaveWith } from '@/tests/setup/interleave'
import { giveTotp } from './give-totp'
import { offerTotp, setUpTotp } from './set-up-totp'

const give = (session: Parameters<typeof giveTotp>[0], code: string) =>
  giveTotp(session, { code, address: anAddress() })
const wrong = { code: 'FACTOR_WRONG' }

test('at the first sign-in an app is set up: ten codes, a letter, a record, and a session that owes nothing', async () => {
  const { id, email } = await aColleague()
  const owing = await anOwingSession(id)
  expect(owing).toMatchObject({ id, owes: 'SET_UP_SECOND_FACTOR' })
  expect(await readSession(owing.sessionId)).toBeNull()

  const { secret, uri } = await offerTotp(owing)
  expect(uri).toContain(encodeURIComponent(email))
  expect(await offerTotp(owing)).toEqual({ secret, uri }) // a page that is loaded again
  await expect(setUpTotp(owing, { code: await codeOf(secret, 5), address: anAddress() })).rejects.toMatchObject(wrong)
  const { session, recoveryCodes } = await setUpTotp(owing, { code: await codeOf(secret), address: anAddress() })

  expect(new Set(recoveryCodes).size).toBe(10)
  expect(session.owes).toBeNull()
  const actor = await signedIn(session.id)
  expect(actor.assurance.factors.map(({ factor }) => factor)).toEqual(['PASSWORD', 'TOTP'])
  expect(await readAnySession(owing.sessionId)).toBeNull()
  expect(await eventsAbout(id, 'factor.added')).toMatchObject([
    { actorId: id, data: { factor: 'TOTP', factorId: null } },
  ])
  expect(await eventsAbout(id, 'recovery_codes.made')).toMatchObject([{ data: { count: 10 } }])
  expect((await readOutbox())?.filter(({ to }) => to === email)).toMatchObject([{ template: 'FACTOR_ADDED' }])
})

test('the secret is sealed, and what is stored tells nothing of it', async () => {
  const { id } = await aColleague()
  const { secret } = await withTotp(await anOwingSession(id))
  const row = await database().totpSecret.findUniqueOrThrow({ where: { userId: id } })
  expect(Buffer.from(row.secretSealed).toString('latin1')).not.toContain(secret)
  expect(await database().factorChallenge.count({ where: { session: { userId: id } } })).toBe(0)
})

test('a code signs in, once: neither it nor the one before it is taken again', async () => {
  const { id } = await aColleague()
  const { secret } = await withTotp(await anOwingSession(id))
  const code = await codeOf(secret)
  const owing = await anOwingSession(id)
  expect(owing.owes).toBe('GIVE_SECOND_FACTOR')
  const session = await give(owing, code)
  expect(await readSession(session.id)).toMatchObject({ id, audience: 'STAFF' })
  await expect(give(await anOwingSession(id), code)).rejects.toMatchObject(wrong)
  await expect(give(await anOwingSession(id), await codeOf(secret, -1))).rejects.toMatchObject(wrong)
  expect(await eventsAbout(id, 'sign_in.failed')).toMatchObject(
    Array(2).fill({ actorKind: 'SYSTEM', data: { factor: 'TOTP', because: 'WRONG' } }),
  )
  await give(await anOwingSession(id), await codeOf(secret, 1))
})

test('a code that someone gives uses up nothing of anybody else’s', async () => {
  const [one, other] = [await aColleague(), await aColleague()]
  await withTotp(await anOwingSession(other.id))
  const { secret } = await withTotp(await anOwingSession(one.id))
  const rowOf = (userId: string) => database().totpSecret.findUniqueOrThrow({ where: { userId } })
  const before = await rowOf(other.id)
  await give(await anOwingSession(one.id), await codeOf(secret))
  expect(await rowOf(other.id)).toEqual(before)
})

test('of many who give one code at once, one is signed in', async () => {
  const { id } = await aColleague()
  const { secret } = await withTotp(await anOwingSession(id))
  const code = await codeOf(secret)
  const sessions = [await anOwingSession(id), await anOwingSession(id), await anOwingSession(id)]
  expect(await outcomesOf(sessions.map((session) => give(session, code)))).toEqual([
    'FACTOR_WRONG',
    'FACTOR_WRONG',
    'OK',
  ])
})

test('a code of another’s app is worth nothing', async () => {
  const [{ id }, { id: other }] = [await aColleague(), await aColleague()]
  await withTotp(await anOwingSession(id))
  const { secret } = await withTotp(await anOwingSession(other))
  await expect(give(await anOwingSession(id), await codeOf(secret))).rejects.toMatchObject(wrong)
})

test('guesses get slower, whatever was right before', async () => {
  const { id } = await aColleague()
  await withTotp(await anOwingSession(id))
  const sessions = await Promise.all(Array.from({ length: 6 }, () => anOwingSession(id)))
  const outcomes = await outcomesOf(sessions.map((session) => give(session, '000000')))
  expect(outcomes.filter((outcome) => outcome === 'RATE_LIMITED')).toHaveLength(3)
})

test('who knows a password, and no more, sets up no second factor where there is one', async () => {
  const { id } = await aColleague()
  const early = await anOwingSession(id)
  const { secret } = await offerTotp(early)
  await withPasskey(await anOwingSession(id))
  const late = await anOwingSession(id)
  await expect(offerTotp(late)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  const code = await codeOf(secret)
  await expect(setUpTotp(early, { code, address: anAddress() })).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await database().totpSecret.count({ where: { userId: id } })).toBe(0)
})

test('a new app takes the place of the old one, after a fresh factor', async () => {
  const { id } = await aColleague()
  const first = await withTotp(await anOwingSession(id))
  const second = await withTotp(first.actor)
  expect(second.recoveryCodes).toEqual([]) // those before still work
  await expect(give(await anOwingSession(id), await codeOf(first.secret))).rejects.toMatchObject(wrong)
  await give(await anOwingSession(id), await codeOf(second.secret))

  const at = new Date((await databaseTime()).getTime() - 16 * MINUTE)
  const stale = { ...second.actor, assurance: { factors: [{ factor: 'TOTP' as const, at }] } }
  await expect(offerTotp(stale)).rejects.toMatchObject({ code: 'FRESH_FACTOR_NEEDED' })
  const { secret } = await offerTotp(second.actor)
  const late = setUpTotp(stale, { code: await codeOf(secret), address: anAddress() })
  await expect(late).rejects.toMatchObject({ code: 'FRESH_FACTOR_NEEDED' })
})

test('of two offers at once one stands, and both show it', async () => {
  const { id } = await aColleague()
  const owing = await anOwingSession(id)
  const { secret } = await offerTotp(owing)
  const [now, where] = [await databaseTime(), { sessionId: owing.sessionId }]
  await database().factorChallenge.updateMany({ where, data: { expiresAt: now } })
  const later = new Date(now.getTime() + MINUTE)
  const offered = await interleaveWith(
    (tx) => tx.factorChallenge.updateMany({ where, data: { expiresAt: later } }), // as if just made
    () => offerTotp(owing),
  )
  expect(offered.secret).toBe(secret)
  await database().factorChallenge.updateMany({ where, data: { expiresAt: now } })
  expect((await offerTotp(owing)).secret).not.toBe(secret)
})

test('what was set up meanwhile is not set up again', async () => {
  const { id } = await aColleague()
  const { actor } = await withPasskey(await anOwingSession(id))
  const { secret } = await offerTotp(actor)
  const code = await codeOf(secret)
  const attempt = interleaveWith(
    (tx) => tx.factorChallenge.deleteMany({ where: { sessionId: actor.sessionId } }),
    () => setUpTotp(actor, { code, address: anAddress() }),
  )
  await expect(attempt).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await database().totpSecret.count({ where: { userId: id } })).toBe(0)
})

test('applicants have none of this', async () => {
  const { actor } = await aRegisteredApplicant()
  await expect(offerTotp(actor)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(give(actor, '123456')).rejects.toMatchObject({ code: 'FORBIDDEN' })
})
