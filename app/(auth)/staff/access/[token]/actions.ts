'use server'

import { redirect } from 'next/navigation'
import { UseAccessLinkInput } from '@/lib/accounts/schemas'
import { useAccessLink as setPassword } from '@/lib/sign-in/use-access-link'
import { publicAction } from '@/lib/web/actions/form-action'
import { readDevice, storeDevice } from '@/lib/web/cookies/device'

export const setNew = publicAction('password.set', UseAccessLinkInput, async ({ address }, input) => {
  const device = await setPassword({ ...input, address, device: await readDevice() })
  if (device) await storeDevice(device)
  redirect('/staff/sign-in?set=password')
})
