'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { sendOwnCode } from '@/lib/accounts/own-phone'
import { changePhone as change, sendPhoneCodes } from '@/lib/identity/change-phone'
import { ChangePasswordInput, ChangePhoneInput, PhoneCodesInput } from '@/lib/identity/schemas'
import { removePassword, setPassword } from '@/lib/identity/set-password'
import { heldBrowser, keepBrowser } from '@/lib/web/code-browser'
import { heldDevice, keepDevice } from '@/lib/web/device'
import { formAction } from '@/lib/web/form-action'
import { signInWith } from '@/lib/web/session'

export const sendCode = formAction('password.send_code', z.object({}), async (actor, _input, { address }) => {
  await sendOwnCode(actor, { address, browser: await keepBrowser() })
})

export const changePassword = formAction('password.change', ChangePasswordInput, async (actor, input, { address }) => {
  const { intent, code, password } = input
  const tried = { code, address, browser: await heldBrowser() }
  const change = () => (intent === 'set' ? setPassword(actor, { ...tried, password }) : removePassword(actor, tried))
  await signInWith(await change())
  revalidatePath('/account/sign-in')
  return intent
})

export const sendCodes = formAction('phone.send_codes', PhoneCodesInput, async (actor, { phone }, { address }) => {
  await sendPhoneCodes(actor, { phone, address, browser: await keepBrowser() })
  return { phone }
})

export const changePhone = formAction('phone.change', ChangePhoneInput, async (actor, input, { address }) => {
  const held = { device: await heldDevice(), browser: await heldBrowser() }
  const { device, session } = await change(actor, { ...input, ...held, address })
  await keepDevice(device)
  await signInWith(session)
  revalidatePath('/account/sign-in')
})
