'use server'

import { z } from 'zod'
import { Nothing, settle, WithPath } from '@/app/_components/confirm/settle'
import { readOwnPhone, sendOwnCode } from '@/lib/accounts/own-phone'
import { SignInCodeText } from '@/lib/accounts/schemas'
import { giveOwnCode } from '@/lib/identity/give-own-code'
import { heldBrowser, keepBrowser } from '@/lib/web/code-browser'
import { demoCodeOf } from '@/lib/web/demo'
import { formAction } from '@/lib/web/form-action'

export const send = formAction('own_code.send', Nothing, async (actor, _input, { address }) => {
  await sendOwnCode(actor, { address, browser: await keepBrowser() })
  return { demoCode: await demoCodeOf((await readOwnPhone(actor)).phone) }
})

const Given = z.object({ code: SignInCodeText, ...WithPath })

export const give = formAction('own_code.give', Given, async (actor, { code, next }, { address }) =>
  settle(await giveOwnCode(actor, { code, address, browser: await heldBrowser() }), next),
)
