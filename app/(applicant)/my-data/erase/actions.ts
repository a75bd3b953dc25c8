'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { sendOwnCode } from '@/lib/accounts/own-phone'
import { erasedPath } from '@/lib/privacy/erased-path'
import { requestErasure, withdrawErasureRequest } from '@/lib/privacy/request-erasure'
import { ErasureRequestInput, RequestErasureInput } from '@/lib/privacy/schemas'
import { heldBrowser, keepBrowser } from '@/lib/web/code-browser'
import { formAction } from '@/lib/web/form-action'
import { signOut } from '@/lib/web/session'

export const sendCode = formAction('erasure.send_code', z.object({}), async (actor, _input, { address }) =>
  sendOwnCode(actor, { address, browser: await keepBrowser() }),
)

/** Erased with all of their account, a person has no session any more: the page that they are sent to needs none. */
export const erase = formAction('erasure.request', RequestErasureInput, async (actor, input, { address }) => {
  const { requestId, state } = await requestErasure(actor, input, { address, browser: await heldBrowser() })
  if (state === 'WAITING' || input.qualificationId !== null) redirect(`/my-data?erasure=${state}#erasure`)
  await signOut()
  redirect(await erasedPath(requestId))
})

export const takeBack = formAction('erasure.take_back', ErasureRequestInput, async (actor, input) => {
  await withdrawErasureRequest(actor, input)
  revalidatePath('/my-data')
})
