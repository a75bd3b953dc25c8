'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { sendOwnCode } from '@/lib/accounts/own-phone'
import { changePhone as change, sendPhoneCodes } from '@/lib/identity/change-phone'
import { ChangePasswordInput, ChangePhoneInput, PhoneCodesInput } from '@/lib/identity/schemas'
import { removePassword, setPassword } from '@/lib/identity/set-password'
import { heldDevice, keepDevice } from '@/lib/web/device'
import { formAction } from '@/lib/web/form-action'
import { clientAddress } from '@/lib/web/request'

export const sendCode = formAction('password.send_code', z.object({}), async (actor) => {
  await sendOwnCode(actor, await clientAddress())
})

export const changePassword = formAction('password.change', ChangePasswordInput, async (actor, input) => {
  const { intent, code, password } = input
  const address = await clientAddress()
  await (intent === 'set' ? setPassword(actor, { code, password, address }) : removePassword(actor, { code, address }))
  revalidatePath('/account/sign-in')
  return intent
})

export const sendCodes = formAction('phone.send_codes', PhoneCodesInput, async (actor, { phone }) => {
  await sendPhoneCodes(actor, { phone, address: await clientAddress() })
  return { phone }
})

export const changePhone = formAction('phone.change', ChangePhoneInput, async (actor, input) => {
  const device = await heldDevice()
  await keepDevice(await change(actor, { ...input, device, address: await clientAddress() }))
  revalidatePath('/account/sign-in')
})
