'use server'

import { getLocale } from 'next-intl/server'
import { registerApplicant } from '@/lib/accounts/register-applicant'
import { RegisterApplicantInput, SendSignInCodeInput, VerifySignInCodeInput } from '@/lib/accounts/schemas'
import { sendSignInCode } from '@/lib/accounts/send-sign-in-code'
import { verifySignInCode } from '@/lib/accounts/verify-sign-in-code'
import { DEFAULT_LOCALE, isLocale } from '@/lib/i18n/locales'
import { demoCodeOf } from '@/lib/web/demo'
import { publicAction } from '@/lib/web/form-action'
import { enter, WithNext } from '../enter'
import { type PhoneState, refused, stateOf } from './phone-state'

const send = publicAction('sign_in.send_code', SendSignInCodeInput, async ({ address }, { phone }) => {
  return { phone, ...(await sendSignInCode({ phone, address, locale: await language() })) }
})

const verify = publicAction(
  'sign_in.verify_code',
  VerifySignInCodeInput.extend(WithNext),
  async ({ address }, input) => {
    const proved = await verifySignInCode({ phone: input.phone, code: input.code, address })
    return proved.step === 'REGISTER' ? proved.ticket : enter(proved.session, input.next, '/qualifications')
  },
)

const register = publicAction('account.register', RegisterApplicantInput.extend(WithNext), async (_visitor, input) => {
  const { session } = await registerApplicant({ ...input, locale: await language() })
  return enter(session, input.next, '/qualifications')
})

/** One step further in signing in or registering by phone; which one, the button says. */
export async function continueWithPhone(previous: PhoneState, form: FormData): Promise<PhoneState> {
  const state = { ...stateOf(form), sent: previous.sent, demoCode: previous.demoCode }
  const intent = form.get('intent')
  if (intent === 'verify') return afterCode(state, form)
  return intent === 'register' ? afterConsents(state, form) : afterPhone(state, form)
}

async function afterPhone(state: PhoneState, form: FormData): Promise<PhoneState> {
  const sent = await send(null, form)
  if (!sent.ok) return refused(state, sent)
  const { phone, resendSeconds } = sent.value
  return { ...state, step: 'CODE', phone, sent: { at: Date.now(), resendSeconds }, demoCode: await demoCodeOf(phone) }
}

async function afterCode(state: PhoneState, form: FormData): Promise<PhoneState> {
  const proved = await verify(null, form)
  return proved.ok ? { ...state, step: 'CONSENTS', ticket: proved.value } : refused(state, proved)
}

async function afterConsents(state: PhoneState, form: FormData): Promise<PhoneState> {
  const registered = await register(null, form)
  return registered.ok ? state : refused(state, registered)
}

async function language() {
  const locale = await getLocale()
  return isLocale(locale) ? locale : DEFAULT_LOCALE
}
