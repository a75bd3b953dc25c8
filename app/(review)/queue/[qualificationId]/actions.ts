'use server'

import { revalidatePath } from 'next/cache'
import { claimQualification } from '@/lib/review/claim-qualification'
import { decideQualification } from '@/lib/review/decide-qualification'
import { renewLease } from '@/lib/review/renew-lease'
import { ClaimInput, DecideQualificationForm } from '@/lib/review/schemas'
import { formAction } from '@/lib/web/form-action'

/** The page is drawn anew only when this succeeds: until then it holds what the reviewer wrote. */
export const decide = formAction('review.decide', DecideQualificationForm, async (actor, input) => {
  const { id, status } = await decideQualification(actor, input)
  revalidatePath(`/queue/${id}`)
  return { status }
})

export const renew = formAction('review.renew', ClaimInput, async (actor, input) => {
  const { secondsLeft } = await renewLease(actor, input)
  return { secondsLeft }
})

/** Takes it again after the claim was lost, without drawing the page anew. */
export const claimAgain = formAction('review.claim', ClaimInput, async (actor, input) => {
  const { secondsLeft } = await claimQualification(actor, input)
  return { secondsLeft }
})
