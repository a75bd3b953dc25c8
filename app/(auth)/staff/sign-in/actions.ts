'use server'

import { z } from 'zod'
import { askForAnyPasskey, signInByPasskey } from '@/lib/accounts/factors/give-passkey'
import { PasskeyInput, SignInStaffInput } from '@/lib/accounts/schemas'
import { signInStaff } from '@/lib/accounts/sign-in-staff'
import { publicAction } from '@/lib/web/form-action'
import { enter, WithNext } from '../../enter'

export const signIn = publicAction('sign_in.staff', SignInStaffInput.extend(WithNext), async ({ address }, input) => {
  const { session } = await signInStaff({ email: input.email, password: input.password, address })
  return enter({ session }, input.next, '/')
})

export const askPasskey = publicAction('sign_in.ask_passkey', z.object({}), ({ address }) => askForAnyPasskey(address))

export const byPasskey = publicAction('sign_in.passkey', PasskeyInput.extend(WithNext), async ({ address }, input) =>
  enter({ session: await signInByPasskey({ response: input.response, address }) }, input.next, '/'),
)
