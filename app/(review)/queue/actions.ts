'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { setUrgency } from '@/lib/cases/set-urgency'
import { claimNext } from '@/lib/review/claims/claim-next'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { releaseClaim } from '@/lib/review/claims/release-claim'
import { undoDecision } from '@/lib/review/decisions/undo-decision'
import { dismissNotice } from '@/lib/review/notices/dismiss-notice'
import { readNews } from '@/lib/review/notices/read-news'
import { ClaimInput, NothingInput, NoticeInput, ReleaseInput, UrgencyInput } from '@/lib/review/schemas'
import { formAction } from '@/lib/web/actions/form-action'
import { isSentByScript } from '@/lib/web/request'

export const claimNextQualification = formAction('review.claim_next', NothingInput, async (actor) => {
  const { qualificationId } = await claimNext(actor)
  redirect(`/queue/${qualificationId}`)
})

export const claim = formAction('review.claim', ClaimInput, async (actor, input) => {
  await claimQualification(actor, input)
  revalidatePath(`/queue/${input.qualificationId}`)
  redirect(`/queue/${input.qualificationId}`)
})

/** Undoes a decision that was sent, and leads back to its case. */
export const undo = formAction('review.undo', ClaimInput, async (actor, input) => {
  await undoDecision(actor, input)
  if (!(await isSentByScript())) redirect(`/queue/${input.qualificationId}`)
  return { qualificationId: input.qualificationId }
})

/** Answers with what a reviewer sent and can still undo, and with their notices. */
export const news = formAction('review.news', NothingInput, readNews)

export const dismiss = formAction('review.dismiss_notice', NoticeInput, async (actor, input) => {
  await dismissNotice(actor, input)
  if (!(await isSentByScript())) redirect('/queue')
  return { noticeId: input.noticeId }
})

export const release = formAction('review.release', ReleaseInput, async (actor, input) => {
  await releaseClaim(actor, input)
  revalidatePath('/queue')
  redirect('/queue')
})

export const setUrgent = formAction('review.set_urgency', UrgencyInput, async (actor, input) => {
  await setUrgency(actor, input)
  revalidatePath('/queue', 'layout')
  return null
})
