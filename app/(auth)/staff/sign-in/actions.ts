'use server'

import { SignInStaffInput } from '@/lib/accounts/schemas'
import { signInStaff } from '@/lib/accounts/sign-in-staff'
import { publicAction } from '@/lib/web/form-action'
import { enter, WithNext } from '../../enter'

export const signIn = publicAction('sign_in.staff', SignInStaffInput.extend(WithNext), async ({ address }, input) => {
  const { session } = await signInStaff({ email: input.email, password: input.password, address })
  return enter({ session }, input.next, '/')
})
