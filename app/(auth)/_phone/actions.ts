'use server'

import { redirect } from 'next/navigation'
import { getLocale } from 'next-intl/server'
import { z } from 'zod'
import { registerApplicant } from '@/lib/accounts/register-applicant'
import { RegisterApplicantInput, SendSignInCodeInput, VerifySignInCodeInput } from '@/lib/accounts/schemas'
import { newDevice } from '@/lib/auth/devices'
import { DEFAULT_LOCALE, isLocale } from '@/lib/i18n/locales'
import { askForCode } from '@/lib/identity/ask-for-code'
import { beginAnew } from '@/lib/identity/begin-anew'
import { beginCase } from '@/lib/identity/begin-case'
import { confirmIdentity } from '@/lib/identity/confirm-identity'
import { ConfirmIdentityInput, LockedInput, LostPhoneInput } from '@/lib/identity/schemas'
import { verifySignInCode } from '@/lib/identity/verify-sign-in-code'
import { keepCasePass } from '@/lib/web/case-pass'
import { heldBrowser, keepBrowser } from '@/lib/web/code-browser'
import { demoCodeOf, demoEndingOf } from '@/lib/web/demo'
import { heldDevice, keepDevice } from '@/lib/web/device'
import { type ActionResult, publicAction } from '@/lib/web/form-action'
import { enter, WithNext } from '../enter'
import { type PhoneState, refused, stateOf } from './phone-state'

const send = publicAction('sign_in.send_code', SendSignInCodeInput, async ({ address }, { phone, proof, scripts }) => {
  const held = { device: await heldDevice(), browser: await keepBrowser() }
  const given = { phone, address, locale: await language(), ...held }
  return { phone, ...(await askForCode({ ...given, proof, canProve: scripts === 'yes' })) }
})

const verify = publicAction(
  'sign_in.verify_code',
  VerifySignInCodeInput.extend(WithNext),
  async ({ address }, input) => {
    const proved = await verifySignInCode({
      ...input,
      address,
      device: await heldDevice(),
      browser: await heldBrowser(),
    })
    return proved.step === 'SIGNED_IN' ? enter(proved, input.next, '/qualifications') : proved
  },
)

const confirm = publicAction(
  'sign_in.confirm_identity',
  ConfirmIdentityInput.extend(WithNext),
  async ({ address }, input) => {
    const given = { ...input, address, device: await heldDevice(), locale: await language() }
    return enter(await confirmIdentity(given), input.next, '/qualifications')
  },
)

const register = publicAction(
  'account.register',
  RegisterApplicantInput.extend({ ...WithNext, anew: z.literal('yes').optional() }),
  async (_visitor, { anew, next, ...input }) => {
    const given = { ...input, locale: await language(), device: await heldDevice() }
    return enter(anew ? await beginAnew(given) : await registerApplicant(given), next, '/qualifications')
  },
)

const lostPhone = publicAction('access_case.begin', LostPhoneInput, async ({ address }, { ticket, ...lost }) =>
  recover(await beginCase({ ticket, address, locale: await language(), lost })),
)

const unlock = publicAction('access_case.begin_locked', LockedInput, async ({ address }, { ticket }) =>
  recover(await beginCase({ ticket, address, locale: await language(), lost: null })),
)

/** On with the case in this browser, which is known once it is granted. */
async function recover(pass: string): Promise<never> {
  await keepCasePass(pass)
  await keepDevice({ secret: (await heldDevice()) ?? newDevice() })
  redirect('/recover')
}

/** One step further in signing in or registering by phone; which one, the button says. */
export async function continueWithPhone(previous: PhoneState, form: FormData): Promise<PhoneState> {
  const state = { ...stateOf(form), sent: previous.sent, demoCode: previous.demoCode }
  switch (form.get('intent')) {
    case 'verify':
      return afterCode(state, form)
    case 'confirm':
      return afterEnding(state, form)
    case 'anew':
      return { ...state, step: 'CONSENTS', isAnew: true }
    case 'lost':
      return { ...state, step: 'LOST' }
    case 'recover':
      return afterCase(state, await lostPhone(null, form))
    case 'unlock':
      return afterCase(state, await unlock(null, form))
    case 'register':
      return afterConsents(state, form)
    default:
      return afterPhone(state, form)
  }
}

async function afterPhone(state: PhoneState, form: FormData): Promise<PhoneState> {
  const sent = await send(null, form)
  if (!sent.ok) return refused(state, sent)
  const { phone } = sent.value
  if (sent.value.step === 'PROVE') return { ...state, step: 'PROVE', challenge: sent.value.challenge }
  const { resendSeconds } = sent.value
  return { ...state, step: 'CODE', phone, sent: { at: Date.now(), resendSeconds }, demoCode: await demoCodeOf(phone) }
}

const NEXT = { REGISTER: 'CONSENTS', CONFIRM: 'CONFIRM', LOCKED: 'LOCKED' } as const

async function afterCode(state: PhoneState, form: FormData): Promise<PhoneState> {
  const proved = await verify(null, form)
  if (!proved.ok) return refused(state, proved)
  const { step, ticket } = proved.value
  const demoEnding = step === 'CONFIRM' ? await demoEndingOf(state.phone) : null
  return { ...state, step: NEXT[step], ticket, demoEnding }
}

async function afterEnding(state: PhoneState, form: FormData): Promise<PhoneState> {
  const confirmed = await confirm(null, form)
  if (confirmed.ok) return state
  return confirmed.error === 'IDENTITY_LOCKED' ? { ...state, step: 'LOCKED' } : refused(state, confirmed)
}

const afterCase = (state: PhoneState, begun: ActionResult<never>): PhoneState =>
  begun.ok ? state : refused(state, begun)

async function afterConsents(state: PhoneState, form: FormData): Promise<PhoneState> {
  const registered = await register(null, form)
  return registered.ok ? state : refused(state, registered)
}

async function language() {
  const locale = await getLocale()
  return isLocale(locale) ? locale : DEFAULT_LOCALE
}
