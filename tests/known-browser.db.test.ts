import { isRedirectError } from 'next/dist/client/components/redirect-error'
import { NextResponse } from 'next/server'
import { expect, test, vi } from 'vitest'
import { byRecoveryCode, byTotp } from '@/app/_components/confirm/actions'
import { byRecoveryCode as endOthers } from '@/app/(admin)/staff/sessions/actions'
import { signIn as byPhone } from '@/app/(auth)/sign-in/password/actions'
import { byPasskey, signIn } from '@/app/(auth)/staff/sign-in/actions'
import { change } from '@/app/(staff)/security/actions'
import { keyOf } from '@/lib/accounts/limits/limiter'
import type { FormAction } from '@/lib/core/forms/action-result'
import { database } from '@/lib/db/client'
import { requestAnyPasskey } from '@/lib/sign-in/factors/verify-passkey'
import { hashPassword } from '@/lib/sign-in/passwords/passwords'
import { isKnownDevice } from '@/lib/sign-in/sessions/devices'
import { ADDRESS_HEADER } from '@/lib/web/request-headers'
import { anIncompleteSession, codeOf, withPasskey, withTotp } from './factories/factors'
import { holdWindows } from './factories/guesses'
import { atOneMoment } from './factories/outcomes'
import { aColleague, anAddress, aRegisteredApplicant, PASSWORD } from './factories/people'

/** The actions of the pages, as a browser sends them that stores cookies. */

type Browser = NextResponse['cookies']
const aBrowser = (): Browser => new NextResponse().cookies
let browser = aBrowser()

vi.mock('next/cache', () => ({ revalidatePath: () => {} }))
vi.mock('next/headers', () => ({
  headers: async () => new Headers({ [ADDRESS_HEADER]: anAddress() }),
  cookies: async () => browser,
}))

/** Sends a form from a browser. Returns the refusal, or that it leads on. */
async function send<T>(from: Browser, action: FormAction<T>, fields: Record<string, string>): Promise<string> {
  browser = from
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  try {
    const answer = await action(null, form)
    return answer.ok ? 'OK' : answer.error
  } catch (leadsOn) {
    if (isRedirectError(leadsOn)) return 'LEADS_ON'
    throw leadsOn
  }
}

const DEVICE = 'zhunxin.device'
const deviceOf = (from: Browser) => from.get(DEVICE)?.value ?? null
const WRONG = 'Kolibri-Anorak-Sextant'

async function aColleagueWithApp() {
  const colleague = await aColleague()
  return { ...colleague, ...(await withTotp(await anIncompleteSession(colleague.id))) }
}

/** Three strangers miss, in a window that stays; then the right password is refused on a new browser. */
async function keptOut<T>(action: FormAction<T>, who: { email: string } | { phone: string }): Promise<void> {
  await atOneMoment(async () => {
    for (const _ of [1, 2, 3]) {
      expect(await send(aBrowser(), action, { ...who, password: WRONG })).toMatch(/_WRONG$/)
    }
  })
  await holdWindows('email' in who ? await keyOf('email', who.email) : await keyOf('phone', who.phone))
  expect(await send(aBrowser(), action, { ...who, password: PASSWORD })).toBe('RATE_LIMITED')
}

test('staff sign in while strangers guess, on the browser where they did before', async () => {
  const { id, email, secret, recoveryCodes } = await aColleagueWithApp()
  const own = aBrowser()
  expect(await send(own, signIn, { email, password: PASSWORD })).toBe('LEADS_ON')
  expect(deviceOf(own)).toBeNull()
  expect(await send(own, byTotp, { code: await codeOf(secret) })).toBe('OK')
  expect(own.get(DEVICE)).toMatchObject({
    ...{ value: expect.stringMatching(/^[\w-]{43}$/), maxAge: 400 * 24 * 60 * 60 },
    ...{ httpOnly: true, sameSite: 'lax', path: '/' },
  })

  await keptOut(signIn, { email })
  expect(await send(own, signIn, { email, password: WRONG })).toBe('CREDENTIALS_WRONG')
  expect(await send(own, signIn, { email, password: PASSWORD })).toBe('LEADS_ON')
  await holdWindows(id)
  expect(await send(own, byRecoveryCode, { recoveryCode: recoveryCodes[0] ?? '' })).toBe('OK')
})

test('a passkey makes its browser known, and signs in on any while strangers guess', async () => {
  const { id, email } = await aColleague()
  const { authenticator } = await withPasskey(await anIncompleteSession(id))
  const answer = async () => JSON.stringify(authenticator.answer(await requestAnyPasskey(anAddress())))
  await keptOut(signIn, { email })
  const own = aBrowser()
  expect(await send(own, byPasskey, { response: await answer() })).toBe('LEADS_ON')
  expect(await isKnownDevice(database(), id, deviceOf(own))).toBe(true)
  expect(await send(own, signIn, { email, password: PASSWORD })).toBe('LEADS_ON')
})

test('applicants sign in while strangers guess, on the browser where they did before', async () => {
  const { id, phone } = await aRegisteredApplicant()
  await database().user.update({ where: { id }, data: { passwordHash: await hashPassword(PASSWORD) } })
  const own = aBrowser()
  expect(await send(own, byPhone, { phone, password: PASSWORD })).toBe('LEADS_ON')
  await keptOut(byPhone, { phone })
  expect(await send(own, byPhone, { phone, password: PASSWORD })).toBe('LEADS_ON')
})

test('another password, and signing out all others, give the browser another secret', async () => {
  const { id, email, secret, recoveryCodes } = await aColleagueWithApp()
  const [own, other] = [aBrowser(), aBrowser()]
  await send(own, signIn, { email, password: PASSWORD })
  await send(own, byTotp, { code: await codeOf(secret) })
  await send(other, signIn, { email, password: PASSWORD })
  await send(other, byTotp, { code: await codeOf(secret, 1) })
  const copied = deviceOf(own)
  expect(await send(own, endOthers, { recoveryCode: recoveryCodes[0] ?? '' })).toBe('LEADS_ON')
  const secrets = [copied, deviceOf(other), deviceOf(own)]
  expect(await Promise.all(secrets.map((held) => isKnownDevice(database(), id, held)))).toEqual([false, false, true])

  const before = deviceOf(own)
  expect(await send(own, change, { current: PASSWORD, password: '驺虞 Clarinet 九月 umber' })).toBe('OK')
  expect(await isKnownDevice(database(), id, before)).toBe(false)
  expect(await isKnownDevice(database(), id, deviceOf(own))).toBe(true)
})
