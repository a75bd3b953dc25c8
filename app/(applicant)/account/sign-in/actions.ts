'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { sendOwnCode } from '@/lib/sign-in/codes/own-phone'
import { addOwnPasskey, offerOwnPasskey, removeOwnPasskey } from '@/lib/sign-in/factors/own-passkeys'
import { removePassword, setPassword } from '@/lib/sign-in/passwords/set-password'
import { changePhone as change, sendPhoneCodes } from '@/lib/sign-in/recovery/change-phone'
import {
  AddOwnPasskeyInput,
  ChangePasswordInput,
  ChangePhoneInput,
  OfferOwnPasskeyInput,
  PhoneCodesInput,
  RemoveOwnPasskeyInput,
} from '@/lib/sign-in/schemas'
import { formAction } from '@/lib/web/actions/form-action'
import { readBrowser, storeBrowser } from '@/lib/web/cookies/code-browser'
import { readDevice, storeDevice } from '@/lib/web/cookies/device'
import { signInWith } from '@/lib/web/session'

export const sendCode = formAction(
  'password.send_code',
  z.object({ act: z.enum(['PASSWORD', 'PASSKEYS']) }),
  async (actor, { act }, { address }) => {
    await sendOwnCode(actor, { act, address, browser: await storeBrowser() })
  },
)

export const changePassword = formAction('password.change', ChangePasswordInput, async (actor, input, { address }) => {
  const { intent, code, password } = input
  const tried = { code, address, browser: await readBrowser(), device: await readDevice() }
  const change = () => (intent === 'set' ? setPassword(actor, { ...tried, password }) : removePassword(actor, tried))
  await signInWith(await change())
  revalidatePath('/account/sign-in')
  return intent
})

export const sendCodes = formAction('phone.send_codes', PhoneCodesInput, async (actor, { phone }, { address }) => {
  await sendPhoneCodes(actor, { phone, address, browser: await storeBrowser() })
  return { phone }
})

export const changePhone = formAction('phone.change', ChangePhoneInput, async (actor, input, { address }) => {
  const held = { device: await readDevice(), browser: await readBrowser() }
  const { device, session } = await change(actor, { ...input, ...held, address })
  await storeDevice(device)
  await signInWith(session)
  revalidatePath('/account/sign-in')
})

export const offerPasskey = formAction(
  'factor.offer_own_passkey',
  OfferOwnPasskeyInput,
  async (actor, input, visitor) =>
    offerOwnPasskey(actor, { code: input.passkeyCode, address: visitor.address, browser: await readBrowser() }),
)

export const addPasskey = formAction('factor.add_own_passkey', AddOwnPasskeyInput, async (actor, input, visitor) => {
  const { passkeyCode: code, ...made } = input
  const session = await addOwnPasskey(actor, {
    ...made,
    code,
    address: visitor.address,
    browser: await readBrowser(),
  })
  await signInWith(session)
  revalidatePath('/account/sign-in')
})

export const removePasskey = formAction(
  'factor.remove_own_passkey',
  RemoveOwnPasskeyInput,
  async (actor, { passkeyCode: code, passkeyId }, { address }) => {
    const held = { device: await readDevice(), browser: await readBrowser() }
    await signInWith(await removeOwnPasskey(actor, { passkeyId, code, address, ...held }))
    revalidatePath('/account/sign-in')
  },
)
