'use server'

import { askForPasskey, givePasskey } from '@/lib/accounts/factors/give-passkey'
import { giveRecoveryCode } from '@/lib/accounts/factors/give-recovery-code'
import { giveTotp } from '@/lib/accounts/factors/give-totp'
import { PasskeyInput, RecoveryCodeInput, TotpCodeInput } from '@/lib/accounts/schemas'
import { sessionAction } from '@/lib/web/form-action'
import { Nothing, settle, WithPath } from './settle'

export const byTotp = sessionAction(
  'factor.totp',
  TotpCodeInput.extend(WithPath),
  async (session, input, { address }) => settle(await giveTotp(session, { code: input.code, address }), input.next),
)

export const byRecoveryCode = sessionAction(
  'factor.recovery_code',
  RecoveryCodeInput.extend(WithPath),
  async (session, input, { address }) =>
    settle(await giveRecoveryCode(session, { code: input.recoveryCode, address }), input.next),
)

export const askPasskey = sessionAction('factor.ask_passkey', Nothing, (session, _input, { address }) =>
  askForPasskey(session, address),
)

export const byPasskey = sessionAction(
  'factor.passkey',
  PasskeyInput.extend(WithPath),
  async (session, input, visitor) =>
    settle(await givePasskey(session, { response: input.response, address: visitor.address }), input.next),
)
