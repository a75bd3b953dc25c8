'use server'

import { redirect } from 'next/navigation'
import { getLocale } from 'next-intl/server'
import { z } from 'zod'
import {
  PasskeyInput,
  RegisterApplicantInput,
  SendSignInCodeInput,
  VerifySignInCodeInput,
} from '@/lib/accounts/schemas'
import type { ActionFailure, ActionResult } from '@/lib/core/forms/action-result'
import { DEFAULT_LOCALE, isLocale } from '@/lib/core/languages/locales'
import { joinByHandover } from '@/lib/integrations/handovers/join-by-handover'
import { requestCode } from '@/lib/sign-in/codes/request-code'
import { verifySignInCode } from '@/lib/sign-in/codes/verify-sign-in-code'
import { confirmIdentity } from '@/lib/sign-in/recovery/confirm-identity'
import { startAgain } from '@/lib/sign-in/recovery/start-again'
import { startCase } from '@/lib/sign-in/recovery/start-case'
import { registerApplicant } from '@/lib/sign-in/register-applicant'
import { ConfirmIdentityInput, LockedInput, LostPhoneInput } from '@/lib/sign-in/schemas'
import { newDevice } from '@/lib/sign-in/sessions/devices'
import { signInApplicantByPasskey } from '@/lib/sign-in/sign-in-by-passkey'
import { publicAction } from '@/lib/web/actions/form-action'
import { storeCasePass } from '@/lib/web/cookies/case-pass'
import { readBrowser, storeBrowser } from '@/lib/web/cookies/code-browser'
import { readDevice, storeDevice } from '@/lib/web/cookies/device'
import { readHandoverSecret } from '@/lib/web/cookies/handover'
import { phoneStep } from '@/lib/web/cookies/phone-step'
import { currentPath, isSentByScript } from '@/lib/web/request'
import { enter, WithNext } from '../enter'
import { codePageOf, leaveCodePage } from './code-in-hand'
import { type PhoneState, refused, START, stateOf } from './phone-state'

const send = publicAction('sign_in.send_code', SendSignInCodeInput, async ({ address }, { phone, proof, scripts }) => {
  const held = { device: await readDevice(), browser: await storeBrowser() }
  const given = { phone, address, locale: await language(), ...held }
  return { phone, ...(await requestCode({ ...given, proof, canProve: scripts === 'yes' })) }
})

const verify = publicAction(
  'sign_in.verify_code',
  VerifySignInCodeInput.extend(WithNext),
  async ({ address }, input) => {
    const proved = await verifySignInCode({
      ...input,
      address,
      device: await readDevice(),
      browser: await readBrowser(),
    })
    return proved.step === 'SIGNED_IN' ? enter(proved, input, '/qualifications') : proved
  },
)

const byPasskey = publicAction(
  'sign_in.own_passkey',
  PasskeyInput.extend(WithNext),
  async ({ address }, { response, ...input }) => {
    const proved = await signInApplicantByPasskey({ response, address, device: await readDevice() })
    return proved.step === 'SIGNED_IN' ? enter(proved, input, '/qualifications') : proved
  },
)

const confirm = publicAction(
  'sign_in.confirm_identity',
  ConfirmIdentityInput.extend(WithNext),
  async ({ address }, input) => {
    const given = { ...input, address, device: await readDevice(), locale: await language() }
    return enter(await confirmIdentity(given), input, '/qualifications')
  },
)

const register = publicAction(
  'account.register',
  RegisterApplicantInput.extend({ ...WithNext, startsAgain: z.literal('yes').optional() }),
  async (_visitor, { startsAgain, next, as, ...input }) => {
    const secret = await readHandoverSecret()
    const accountOf = secret === null ? null : joinByHandover(secret)
    const given = { ...input, locale: await language(), device: await readDevice() }
    return enter(
      startsAgain ? await startAgain(given) : await registerApplicant({ ...given, accountOf }),
      { next, as },
      '/qualifications',
    )
  },
)

const lostPhone = publicAction('access_case.begin', LostPhoneInput, async ({ address }, { ticket, ...lost }) =>
  recover(await startCase({ ticket, address, locale: await language(), lost })),
)

const unlock = publicAction('access_case.begin_locked', LockedInput, async ({ address }, { ticket }) =>
  recover(await startCase({ ticket, address, locale: await language(), lost: null })),
)

/** On with the case in this browser, which is known once it is granted. */
async function recover(pass: string): Promise<never> {
  await storeCasePass(pass)
  await storeDevice({ secret: (await readDevice()) ?? newDevice() })
  await phoneStep.remove()
  redirect('/recover')
}

/** Goes one step further in signing in or registering by phone; which one, the button says. */
export async function continueWithPhone(previous: PhoneState, form: FormData): Promise<PhoneState> {
  const state = await nextState({ ...stateOf(form), sent: previous.sent }, form)
  await storeStep(state)
  await redirectPlainForm(state, form)
  return state
}

/** A page that is loaded again continues with the step. One that only asks something more leaves the step as it is. */
async function storeStep({ step, phone, ticket, sent, isStartedAgain }: PhoneState): Promise<void> {
  if (step === 'PHONE') await leaveCodePage()
  else if (step === 'LOCKED' || step === 'ENTERED') await phoneStep.remove()
  else if (step !== 'PROVE' && step !== 'LOST') await phoneStep.store({ step, phone, ticket, sent, isStartedAgain })
}

/**
 * Redirects a browser without scripts to its page, which continues with the step. A reload there sends no code that was
 * used, and the way back leads to a page, not to a form that the browser would have to send again.
 */
async function redirectPlainForm({ step, failure }: PhoneState, form: FormData): Promise<void> {
  const isProved = step === 'CONFIRM' || step === 'CONSENTS'
  if (!isProved || failure || form.has('as') || (await isSentByScript())) return
  redirect(await currentPath())
}

async function nextState(state: PhoneState, form: FormData): Promise<PhoneState> {
  switch (form.get('intent')) {
    case 'verify':
      return afterCode(state, form)
    case 'confirm':
      return afterEnding(state, form)
    case 'start-again':
      return { ...state, step: 'CONSENTS', isStartedAgain: true }
    case 'lost':
      return { ...state, step: 'LOST' }
    case 'recover':
      return afterCase(state, await lostPhone(null, form))
    case 'unlock':
      return afterCase(state, await unlock(null, form))
    case 'passkey':
      return afterPasskey(form)
    case 'change':
      return { ...START, phone: state.phone }
    case 'register':
      return afterConsents(state, form)
    default:
      return afterPhone(state, form)
  }
}

async function afterPhone(state: PhoneState, form: FormData): Promise<PhoneState> {
  const sent = await send(null, form)
  if (!sent.ok) return (await codeInHand(state, sent)) ?? refused(state, sent)
  const { phone } = sent.value
  if (sent.value.step === 'PROVE') return { ...state, step: 'PROVE', challenge: sent.value.challenge }
  const { resendSeconds } = sent.value
  return { ...state, step: 'CODE', phone, sent: { at: Date.now(), resendSeconds } }
}

/** Returns the page of the code for a person who left it, and requested the same number's code again too early. */
async function codeInHand({ step, phone }: PhoneState, { error, params }: ActionFailure) {
  return error === 'RATE_LIMITED' && step !== 'CODE' ? codePageOf(phone, Number(params.seconds)) : null
}

const NEXT = { REGISTER: 'CONSENTS', CONFIRM: 'CONFIRM', LOCKED: 'LOCKED', ENTERED: 'ENTERED' } as const

async function afterCode(state: PhoneState, form: FormData): Promise<PhoneState> {
  const proved = await verify(null, form)
  if (!proved.ok) return refused(state, proved)
  const { step, ticket } = proved.value
  return { ...state, step: NEXT[step], ticket }
}

/** Starts without a number: a person who can't continue by the passkey starts by a code. */
async function afterPasskey(form: FormData): Promise<PhoneState> {
  const proved = await byPasskey(null, form)
  if (!proved.ok) return refused(START, proved)
  const { step, ticket } = proved.value
  return { ...START, step: NEXT[step], ticket }
}

async function afterEnding(state: PhoneState, form: FormData): Promise<PhoneState> {
  const confirmed = await confirm(null, form)
  if (confirmed.ok) return { ...state, step: 'ENTERED' }
  if (confirmed.error !== 'IDENTITY_LOCKED') return refused(state, confirmed)
  // The case of a locked account is opened by a code to its number.
  return state.phone ? { ...state, step: 'LOCKED' } : refused(START, confirmed)
}

const afterCase = (state: PhoneState, started: ActionResult<never>): PhoneState =>
  started.ok ? state : refused(state, started)

async function afterConsents(state: PhoneState, form: FormData): Promise<PhoneState> {
  const registered = await register(null, form)
  return registered.ok ? { ...state, step: 'ENTERED' } : refused(state, registered)
}

async function language() {
  const locale = await getLocale()
  return isLocale(locale) ? locale : DEFAULT_LOCALE
}
