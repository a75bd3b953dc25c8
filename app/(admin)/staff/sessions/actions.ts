'use server'

import { redirect } from 'next/navigation'
import { OtherSessionsInput, PasskeyInput, RecoveryCodeInput, TotpCodeInput } from '@/lib/accounts/schemas'
import type { PersonActor } from '@/lib/actor/actor'
import { confirmByFactor, type FactorWithAct } from '@/lib/sign-in/confirm-as-staff'
import { endOtherSessions } from '@/lib/sign-in/sessions/end-other-sessions'
import { formAction, type Visitor } from '@/lib/web/actions/form-action'
import { readDevice } from '@/lib/web/cookies/device'
import { signInWith } from '@/lib/web/session'

const Which = OtherSessionsInput.shape

export const byTotp = formAction(
  'session.end_others',
  TotpCodeInput.extend(Which),
  (actor, { code, ...which }, visitor) => endOthers(actor, which, { way: 'TOTP', code }, visitor),
)

export const byRecoveryCode = formAction(
  'session.end_others',
  RecoveryCodeInput.extend(Which),
  (actor, { recoveryCode: code, ...which }, visitor) =>
    endOthers(actor, which, { way: 'RECOVERY_CODE', code }, visitor),
)

export const byPasskey = formAction(
  'session.end_others',
  PasskeyInput.extend(Which),
  (actor, { response, ...which }, visitor) => endOthers(actor, which, { way: 'PASSKEY', response }, visitor),
)

/** Closes one other session, or all others, and keeps this one: a second factor comes with it, in the same request. */
async function endOthers(
  actor: PersonActor,
  which: { sessionId?: string | undefined },
  factor: FactorWithAct,
  { address }: Visitor,
): Promise<never> {
  const device = await readDevice()
  const confirm = confirmByFactor(actor, factor, { address, device })
  const { count, session } = await endOtherSessions(actor, { ...which, device }, confirm)
  await signInWith(session)
  redirect(`/staff/sessions?ended=${count}`)
}
