'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { claimNext } from '@/lib/review/claim-next'
import { claimQualification } from '@/lib/review/claim-qualification'
import { releaseClaim } from '@/lib/review/release-claim'
import { ClaimInput, NothingInput, UrgencyInput } from '@/lib/review/schemas'
import { setUrgency } from '@/lib/review/set-urgency'
import { formAction } from '@/lib/web/form-action'

export const takeNext = formAction('review.claim_next', NothingInput, async (actor) => {
  const { qualificationId } = await claimNext(actor)
  redirect(`/queue/${qualificationId}`)
})

export const take = formAction('review.claim', ClaimInput, async (actor, input) => {
  await claimQualification(actor, input)
  revalidatePath(`/queue/${input.qualificationId}`)
  redirect(`/queue/${input.qualificationId}`)
})

export const release = formAction('review.release', ClaimInput, async (actor, input) => {
  await releaseClaim(actor, input)
  revalidatePath('/queue')
  redirect('/queue')
})

export const setUrgent = formAction('review.set_urgency', UrgencyInput, async (actor, input) => {
  await setUrgency(actor, input)
  revalidatePath('/queue', 'layout')
  return null
})
