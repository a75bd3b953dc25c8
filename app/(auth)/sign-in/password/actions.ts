'use server'

import { SignInByPasswordInput } from '@/lib/identity/schemas'
import { signInByPassword } from '@/lib/identity/sign-in-by-password'
import { heldDevice } from '@/lib/web/device'
import { publicAction } from '@/lib/web/form-action'
import { enter, WithNext } from '../../enter'

export const signIn = publicAction(
  'sign_in.password',
  SignInByPasswordInput.extend(WithNext),
  async ({ address }, { next, ...credentials }) => {
    const entered = await signInByPassword({ ...credentials, address, device: await heldDevice() })
    return enter(entered, next, '/qualifications')
  },
)
