'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { ChangePasswordInput, RemovePasskeyInput } from '@/lib/accounts/schemas'
import { removePasskey, removeTotp } from '@/lib/sign-in/factors/remove-factor'
import { renewRecoveryCodes } from '@/lib/sign-in/factors/renew-recovery-codes'
import { changePassword } from '@/lib/sign-in/passwords/change-password'
import { formAction } from '@/lib/web/actions/form-action'
import { readDevice } from '@/lib/web/cookies/device'
import { signInWith } from '@/lib/web/session'

export const change = formAction('password.change', ChangePasswordInput, async (actor, input, { address }) => {
  await signInWith(await changePassword(actor, { ...input, address, device: await readDevice() }))
  return null
})

export const dropPasskey = formAction('factor.remove_passkey', RemovePasskeyInput, async (actor, input) => {
  await removePasskey(actor, input)
  revalidatePath('/security')
})

export const dropTotp = formAction('factor.remove_totp', z.object({}), async (actor) => {
  await removeTotp(actor)
  revalidatePath('/security')
})

export const renewCodes = formAction('recovery_codes.make', z.object({}), async (actor) => {
  const codes = await renewRecoveryCodes(actor)
  revalidatePath('/security')
  return { codes }
})
