import { expect, test } from 'vitest'
import { keyOf } from '@/lib/accounts/limits/limiter'
import { database, databaseTime, transaction } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { holdWindows } from '@/tests/factories/guesses'
import { atOneMoment, outcomesOf } from '@/tests/factories/outcomes'
import { aColleague, anAddress, anEmail, PASSWORD } from '@/tests/factories/people'
import { interleaveWith } from '@/tests/setup/interleave'
import { newDevice, rememberDevice } from './sessions/devices'
import { readAnySession, readSession } from './sessions/sessions'
import { signInStaff } from './sign-in-staff'

const signIn = (email: string, password = PASSWORD, device: string | null = null) =>
  signInStaff({ email, password, address: anAddress(), device })
const disable = async (id: string) =>
  database().user.update({ where: { id }, data: { status: 'DISABLED', disabledAt: await databaseTime() } })

test('address and password start a session, which requires the second factor and can do nothing', async () => {
  const { id, email } = await aColleague({ roles: ['LEAD'] })
  const { userId, session } = await signIn(email)
  expect(userId).toBe(id)
  expect(session.pendingStep).toBe('SET_UP_SECOND_FACTOR')
  expect(await readSession(session.id)).toBeNull()
  expect(await readAnySession(session.id)).toEqual({
    kind: 'INCOMPLETE',
    id,
    sessionId: session.id,
    pendingStep: 'SET_UP_SECOND_FACTOR',
  })
  expect((await eventsAbout(id, 'session.started')).at(-1)).toMatchObject({
    actorId: id,
    data: { sessionId: session.id },
  })
})

test('answers the same to nobody, a wrong password and someone disabled; records only who exists', async () => {
  const [{ id, email }, { id: goneId, email: gone }] = [await aColleague(), await aColleague()]
  await disable(goneId)
  const attempts = [[anEmail()], [email, 'Kolibri-Anorak-Sextant'], [gone], [gone, 'Kolibri-Anorak']] as const
  for (const [address, password] of attempts) {
    await expect(signIn(address, password)).rejects.toMatchObject({
      code: 'CREDENTIALS_WRONG',
      params: {},
      subjectId: null,
    })
  }
  const failed = { actorKind: 'SYSTEM', actorId: null }
  expect(await eventsAbout(id, 'sign_in.failed')).toMatchObject([
    { ...failed, data: { factor: 'PASSWORD', because: 'WRONG' } },
  ])
  const because = (await eventsAbout(goneId, 'sign_in.failed')).map(({ data }) => (data as { because: string }).because)
  expect(because.sort()).toEqual(['DISABLED', 'WRONG'])
})

test('takes about as long to refuse nobody as someone', async () => {
  const { email } = await aColleague()
  const timed = async (attempt: () => Promise<unknown>) => {
    const from = performance.now()
    await attempt().catch(() => {})
    return performance.now() - from
  }
  expect(await timed(() => signIn(anEmail(), 'Kolibri-Anorak-Sextant'))).toBeGreaterThan(290)
  expect(await timed(() => signIn(email, 'Kolibri-Anorak-Sextant'))).toBeGreaterThan(290)
})

test('three guesses at once, then they slow down, also for the right password and for nobody', async () => {
  for (const email of [(await aColleague()).email, anEmail()]) {
    const guess = () => signIn(email, 'Kolibri-Anorak-Sextant')
    const codes = await atOneMoment(() => outcomesOf(Array.from({ length: 6 }, guess)))
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(3)
    await holdWindows(await keyOf('email', email))
    await expect(signIn(email)).rejects.toMatchObject({ code: 'RATE_LIMITED' })
  }
})

/** Misses three times elsewhere, in a window that stays. */
async function guessedElsewhere(email: string): Promise<void> {
  const guess = () => signIn(email, 'Kolibri-Anorak-Sextant')
  await atOneMoment(() => outcomesOf([guess(), guess(), guess()]))
  await holdWindows(await keyOf('email', email))
}

const remember = async (userId: string, held: string | null = null) =>
  (await transaction((tx) => rememberDevice(tx, userId, held))).secret

test('while strangers guess, a person signs in on a browser where they did before, and nobody else does', async () => {
  const [{ id, email }, other] = [await aColleague(), await aColleague()]
  const [own, others] = [await remember(id), await remember(other.id)]
  await guessedElsewhere(email)
  for (const device of [null, others, newDevice()]) {
    await expect(signIn(email, PASSWORD, device)).rejects.toMatchObject({ code: 'RATE_LIMITED' })
  }
  expect((await signIn(email, PASSWORD, own)).userId).toBe(id)
})

test('on such a browser a thief meets the same limit, and keeps the person out of no other', async () => {
  const { id, email } = await aColleague()
  const [stolen, own] = [await remember(id), await remember(id)]
  const guess = () => signIn(email, 'Kolibri-Anorak-Sextant', stolen)
  const codes = await atOneMoment(() => outcomesOf(Array.from({ length: 6 }, guess)))
  expect(codes).toEqual([...Array(3).fill('CREDENTIALS_WRONG'), ...Array(3).fill('RATE_LIMITED')])
  await holdWindows(await keyOf('email', email))
  await expect(signIn(email, PASSWORD, stolen)).rejects.toMatchObject({ code: 'RATE_LIMITED' })
  for (const device of [own, null]) expect((await signIn(email, PASSWORD, device)).userId).toBe(id)
})

test('a password alone makes no browser known', async () => {
  const { id, email } = await aColleague()
  await signIn(email)
  expect(await database().knownDevice.count({ where: { userId: id } })).toBe(0)
})

test('signing in forgets the misses before', async () => {
  const { email } = await aColleague()
  for (const _ of [1, 2]) await signIn(email, 'Kolibri-Anorak-Sextant').catch(() => {})
  await signIn(email)
  for (const _ of [1, 2, 3]) await signIn(email)
})

test('someone with a phone alone has no password to guess', async () => {
  const email = anEmail()
  const { id } = await aColleague({ email })
  await database().user.update({ where: { id }, data: { passwordHash: null } })
  await expect(signIn(email)).rejects.toMatchObject({ code: 'CREDENTIALS_WRONG' })
})

test('yields to being disabled between its read and its write', async () => {
  const { id, email } = await aColleague()
  const attempt = interleaveWith(
    async (tx) => tx.user.update({ where: { id }, data: { status: 'DISABLED', disabledAt: await databaseTime(tx) } }),
    () => signIn(email),
  )
  await expect(attempt).rejects.toMatchObject({ code: 'CREDENTIALS_WRONG' })
})

test('a password that is removed between its check and the session starts none', async () => {
  const { id, email } = await aColleague()
  const attempt = interleaveWith(
    (tx) => tx.user.update({ where: { id }, data: { passwordHash: null } }),
    () => signIn(email),
  )
  await expect(attempt).rejects.toMatchObject({ code: 'CREDENTIALS_WRONG' })
})
