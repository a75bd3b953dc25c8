'use server'

import { signInByPassword } from '@/lib/sign-in/passwords/sign-in-by-password'
import { SignInByPasswordInput } from '@/lib/sign-in/schemas'
import { publicAction } from '@/lib/web/actions/form-action'
import { readDevice } from '@/lib/web/cookies/device'
import { enter, WithNext } from '../../enter'

export const signIn = publicAction(
  'sign_in.password',
  SignInByPasswordInput.extend(WithNext),
  async ({ address }, { next, as, ...credentials }) => {
    const entered = await signInByPassword({ ...credentials, address, device: await readDevice() })
    return enter(entered, { next, as }, '/qualifications')
  },
)
