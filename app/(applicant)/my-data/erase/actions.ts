'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { erasedPath } from '@/lib/privacy/erasure/erased-path'
import { requestErasure, withdrawErasureRequest } from '@/lib/privacy/erasure/request-erasure'
import { ErasureRequestInput, RequestErasureInput } from '@/lib/privacy/schemas'
import { sendOwnCode } from '@/lib/sign-in/codes/own-phone'
import { formAction } from '@/lib/web/actions/form-action'
import { readBrowser, storeBrowser } from '@/lib/web/cookies/code-browser'
import { signOut } from '@/lib/web/session'

export const sendCode = formAction('erasure.send_code', z.object({}), async (actor, _input, { address }) =>
  sendOwnCode(actor, { act: 'ERASURE', address, browser: await storeBrowser() }),
)

/** Erased with all of their account, a person has no session any more: the page that they are sent to needs none. */
export const erase = formAction('erasure.request', RequestErasureInput, async (actor, input, { address }) => {
  const { requestId, state } = await requestErasure(actor, input, { address, browser: await readBrowser() })
  if (state === 'WAITING' || input.qualificationId !== null) redirect(`/my-data?erasure=${state}#erasure`)
  await signOut()
  redirect(await erasedPath(requestId))
})

export const withdrawRequest = formAction('erasure.take_back', ErasureRequestInput, async (actor, input) => {
  await withdrawErasureRequest(actor, input)
  revalidatePath('/my-data')
})
