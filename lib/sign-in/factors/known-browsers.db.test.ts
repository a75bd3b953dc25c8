import { expect, test } from 'vitest'
import { keyOf } from '@/lib/accounts/limits/limiter'
import { database, transaction } from '@/lib/db/client'
import { anAuthenticator } from '@/tests/factories/authenticator'
import { anIncompleteSession, codeOf, withPasskey, withTotp } from '@/tests/factories/factors'
import { holdWindows } from '@/tests/factories/guesses'
import { atOneMoment, outcomesOf } from '@/tests/factories/outcomes'
import { aColleague, anAddress, anEmail, PASSWORD } from '@/tests/factories/people'
import { isKnownDevice, newDevice, rememberDevice } from '../sessions/devices'
import type { SessionOnDevice } from '../sessions/session-on-device'
import { signInStaff } from '../sign-in-staff'
import { confirmBySso, signInBySso } from '../sso/sign-in-by-sso'
import { addPasskey, offerPasskey } from './add-passkey'
import { offerTotp, setUpTotp } from './set-up-totp'
import type { StaffSession } from './staff-session'
import { requestAnyPasskey, requestPasskey, signInByPasskey, verifyPasskey } from './verify-passkey'
import { verifyRecoveryCode } from './verify-recovery-code'
import { verifyTotp } from './verify-totp'

const knows = (userId: string, secret: string) => isKnownDevice(database(), userId, secret)
const known = async (userId: string) => (await transaction((tx) => rememberDevice(tx, userId, null))).secret
const on = (device: string | null) => ({ address: anAddress(), device })

/** Returns a colleague who has a way to give each second factor. */
async function aColleagueWithAll() {
  const colleague = await aColleague()
  const { authenticator, recoveryCodes, ...first } = await withPasskey(await anIncompleteSession(colleague.id))
  const { secret, actor } = await withTotp(first.actor)
  return { ...colleague, actor, authenticator, secret, recoveryCode: recoveryCodes[0] ?? '' }
}
type Colleague = Awaited<ReturnType<typeof aColleagueWithAll>>

const identity = (email: string) => ({
  issuer: 'https://login.example.com',
  subject: email,
  claims: { email, email_verified: true, name: '沈微' },
  at: new Date(),
})

const WAYS: [string, (colleague: Colleague, device: string) => Promise<SessionOnDevice>][] = [
  [
    'a code of an app',
    async ({ id, secret }, device) =>
      verifyTotp(await anIncompleteSession(id), { code: await codeOf(secret), ...on(device) }),
  ],
  [
    'a recovery code',
    async ({ id, recoveryCode: code }, device) =>
      verifyRecoveryCode(await anIncompleteSession(id), { code, ...on(device) }),
  ],
  [
    'a passkey after the password',
    async ({ id, authenticator }, device) => {
      const session = await anIncompleteSession(id)
      const response = authenticator.answer(await requestPasskey(session, anAddress()))
      return verifyPasskey(session, { response, ...on(device) })
    },
  ],
  [
    'a passkey alone',
    async ({ authenticator }, device) =>
      signInByPasskey({ response: authenticator.answer(await requestAnyPasskey(anAddress())), ...on(device) }),
  ],
  [
    'setting up an app',
    async ({ actor }, device) => {
      const { secret } = await offerTotp(actor)
      return (await setUpTotp(actor, { code: await codeOf(secret), ...on(device) })).session
    },
  ],
  [
    'adding a passkey',
    async ({ actor }, device) => {
      const response = anAuthenticator().register(await offerPasskey(actor, anAddress()))
      return (await addPasskey(actor, { name: 'x', response, device })).session
    },
  ],
  [
    'single sign-on',
    ({ email }, device) => signInBySso(identity(email), { domains: ['example.com'], roles: null }, device),
  ],
  [
    'single sign-on again',
    async ({ email, actor }, device) => {
      await signInBySso(identity(email), { domains: ['example.com'], roles: null }, null)
      return confirmBySso(actor, identity(email), device)
    },
  ],
]

test.each(WAYS)('%s makes the browser known, under a secret that nobody planted', async (_, enter) => {
  const colleague = await aColleagueWithAll()
  const planted = newDevice()
  const { device } = await enter(colleague, planted)
  expect(device?.isNew).toBe(true)
  expect([await knows(colleague.id, planted), await knows(colleague.id, device?.secret ?? '')]).toEqual([false, true])
})

test('a browser that was known keeps its secret', async () => {
  const colleague = await aColleagueWithAll()
  const secret = await known(colleague.id)
  const response = colleague.authenticator.answer(await requestAnyPasskey(anAddress()))
  expect((await signInByPasskey({ response, ...on(secret) })).device).toEqual({ secret, isNew: false })
})

/** A stranger who has the password misses three times at the second factor, in a window that stays. */
async function guessedElsewhere(userId: string): Promise<void> {
  const sessions = await Promise.all([1, 2, 3].map(() => anIncompleteSession(userId)))
  await atOneMoment(() => outcomesOf(sessions.map((session) => verifyTotp(session, { code: '000000', ...on(null) }))))
  await holdWindows(userId)
}

const GIVEN: [string, (colleague: Colleague, session: StaffSession, device: string | null) => Promise<unknown>][] = [
  [
    'a code of an app',
    async ({ secret }, session, device) => verifyTotp(session, { code: await codeOf(secret), ...on(device) }),
  ],
  [
    'a recovery code',
    ({ recoveryCode: code }, session, device) => verifyRecoveryCode(session, { code, ...on(device) }),
  ],
]

test.each(GIVEN)(
  'while somebody guesses who has the password, %s signs in on a known browser, and on no other',
  async (_, give) => {
    const [colleague, other] = [await aColleagueWithAll(), await aColleague()]
    const [own, others] = [await known(colleague.id), await known(other.id)]
    await guessedElsewhere(colleague.id)
    for (const device of [null, others]) {
      const session = await anIncompleteSession(colleague.id)
      await expect(give(colleague, session, device)).rejects.toMatchObject({ code: 'RATE_LIMITED' })
    }
    await give(colleague, await anIncompleteSession(colleague.id), own)
  },
)

test('on a known browser second factors are guessed three times at once, and a right password gives no more', async () => {
  const { id, email } = await aColleagueWithAll()
  const stolen = await known(id)
  await atOneMoment(async () => {
    for (const _ of [1, 2, 3]) {
      const guess = verifyTotp(await anIncompleteSession(id), { code: '000000', ...on(stolen) })
      await expect(guess).rejects.toMatchObject({ code: 'FACTOR_WRONG' })
      await signInStaff({ email, password: PASSWORD, ...on(stolen) })
    }
    const guess = verifyTotp(await anIncompleteSession(id), { code: '000000', ...on(stolen) })
    await expect(guess).rejects.toMatchObject({ code: 'RATE_LIMITED' })
  })
})

test('while strangers guess at passwords and codes, a passkey signs in on any browser, alone or after the password', async () => {
  const { id, email, authenticator } = await aColleagueWithAll()
  const guess = () => signInStaff({ email, password: 'Kolibri-Anorak-Sextant', ...on(null) })
  await atOneMoment(() => outcomesOf([guess(), guess(), guess()]))
  await holdWindows(await keyOf('email', email))
  await guessedElsewhere(id)

  const alone = authenticator.answer(await requestAnyPasskey(anAddress()))
  expect((await signInByPasskey({ response: alone, ...on(null) })).pendingStep).toBeNull()
  const session = await anIncompleteSession(id)
  const after = authenticator.answer(await requestPasskey(session, anAddress()))
  expect((await verifyPasskey(session, { response: after, ...on(null) })).pendingStep).toBeNull()
})

test('misses on its own network keep out no passkey, and sixty answers a minute do', async () => {
  const { authenticator } = await aColleagueWithAll()
  const address = anAddress()
  const guess = () => signInStaff({ email: anEmail(), password: 'Kolibri-Anorak-Sextant', address, device: null })
  await atOneMoment(() => outcomesOf(Array.from({ length: 11 }, guess)))
  await holdWindows(await keyOf('address', address))
  const answer = async () => authenticator.answer(await requestAnyPasskey(anAddress()))
  await signInByPasskey({ response: await answer(), address, device: null })

  const wrong = { response: anAuthenticator().answer(await requestAnyPasskey(anAddress())), address, device: null }
  const refusals = await atOneMoment(() => outcomesOf(Array.from({ length: 60 }, () => signInByPasskey(wrong))))
  expect(refusals).toEqual([...Array(59).fill('FACTOR_WRONG'), 'RATE_LIMITED'])
})
