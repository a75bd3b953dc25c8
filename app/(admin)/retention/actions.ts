'use server'

import { redirect } from 'next/navigation'
import { decideErasureRequest } from '@/lib/privacy/erasure/decide-erasure-request'
import { DecideErasureRequestInput } from '@/lib/privacy/schemas'
import { formAction } from '@/lib/web/actions/form-action'

export const decide = formAction('erasure.decide', DecideErasureRequestInput, async (actor, input) => {
  await decideErasureRequest(actor, input)
  redirect(`/retention?${new URLSearchParams({ show: 'requests', decided: input.decision })}`)
})
