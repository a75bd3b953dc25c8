'use server'

import { PasskeyInput, RecoveryCodeInput, TotpCodeInput } from '@/lib/accounts/schemas'
import { requestPasskey, verifyPasskey } from '@/lib/sign-in/factors/verify-passkey'
import { verifyRecoveryCode } from '@/lib/sign-in/factors/verify-recovery-code'
import { verifyTotp } from '@/lib/sign-in/factors/verify-totp'
import { sessionAction } from '@/lib/web/actions/form-action'
import { readDevice } from '@/lib/web/cookies/device'
import { Nothing, settle, WithPath } from './settle'

export const byTotp = sessionAction(
  'factor.totp',
  TotpCodeInput.extend(WithPath),
  async (session, input, { address }) => {
    const device = await readDevice()
    return settle(await verifyTotp(session, { code: input.code, address, device }), input.next)
  },
)

export const byRecoveryCode = sessionAction(
  'factor.recovery_code',
  RecoveryCodeInput.extend(WithPath),
  async (session, input, { address }) => {
    const device = await readDevice()
    return settle(await verifyRecoveryCode(session, { code: input.recoveryCode, address, device }), input.next)
  },
)

export const startPasskey = sessionAction('factor.ask_passkey', Nothing, (session, _input, { address }) =>
  requestPasskey(session, address),
)

export const byPasskey = sessionAction(
  'factor.passkey',
  PasskeyInput.extend(WithPath),
  async (session, input, { address }) => {
    const device = await readDevice()
    return settle(await verifyPasskey(session, { response: input.response, address, device }), input.next)
  },
)
