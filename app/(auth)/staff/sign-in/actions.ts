'use server'

import { z } from 'zod'
import { PasskeyInput, SignInStaffInput } from '@/lib/accounts/schemas'
import { requestAnyPasskey, signInByPasskey } from '@/lib/sign-in/factors/verify-passkey'
import { signInStaff } from '@/lib/sign-in/sign-in-staff'
import { publicAction } from '@/lib/web/actions/form-action'
import { readDevice } from '@/lib/web/cookies/device'
import { enter, WithNext } from '../../enter'

export const signIn = publicAction('sign_in.staff', SignInStaffInput.extend(WithNext), async ({ address }, input) => {
  const { email, password } = input
  const { session } = await signInStaff({ email, password, address, device: await readDevice() })
  return enter({ session }, input, '/')
})

export const startPasskey = publicAction('sign_in.ask_passkey', z.object({}), ({ address }) =>
  requestAnyPasskey(address),
)

export const byPasskey = publicAction('sign_in.passkey', PasskeyInput.extend(WithNext), async ({ address }, input) => {
  const session = await signInByPasskey({ response: input.response, address, device: await readDevice() })
  return enter({ session }, input, '/')
})
