'use server'

import { z } from 'zod'
import { Nothing, settle, WithPath } from '@/app/_components/confirm/settle'
import { SignInCodeText } from '@/lib/accounts/schemas'
import { sendOwnCode } from '@/lib/sign-in/codes/own-phone'
import { verifyOwnCode } from '@/lib/sign-in/codes/verify-own-code'
import { readBrowser, storeBrowser } from '@/lib/web/code-browser'
import { formAction } from '@/lib/web/form-action'

export const sendCode = formAction('own_code.send', Nothing, async (actor, _input, { address }) => {
  await sendOwnCode(actor, { address, browser: await storeBrowser() })
})

const Given = z.object({ code: SignInCodeText, ...WithPath })

export const checkCode = formAction('own_code.give', Given, async (actor, { code, next }, { address }) =>
  settle(await verifyOwnCode(actor, { code, address, browser: await readBrowser() }), next),
)
