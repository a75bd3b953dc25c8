'use server'

import { redirect } from 'next/navigation'
import { caseAsText } from '@/lib/review/case-text'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { renewLease } from '@/lib/review/claims/renew-lease'
import { decideAndGoOn, pageAfter } from '@/lib/review/decisions/decide-and-go-on'
import { saveJudgementDrafts } from '@/lib/review/decisions/save-judgement-drafts'
import { removePhrase as removePhraseOf } from '@/lib/review/phrases/remove-phrase'
import { savePhrase as savePhraseOf } from '@/lib/review/phrases/save-phrase'
import { readForReview } from '@/lib/review/read-for-review'
import {
  ClaimInput,
  DecideQualificationForm,
  RemovePhraseInput,
  RenewInput,
  SaveJudgementDraftsInput,
  SavePhraseInput,
} from '@/lib/review/schemas'
import { formAction } from '@/lib/web/actions/form-action'
import { isSentByScript } from '@/lib/web/request'

/**
 * Answers with the outcome and the next case, of which the workbench draws what changed. A plain form is led to a page.
 */
export const decide = formAction('review.decide', DecideQualificationForm, async (actor, input) => {
  const decided = await decideAndGoOn(actor, input)
  const path = pageAfter(decided)
  if (!(await isSentByScript())) redirect(path)
  const { reference, outcome, decidedAt, secondsLeft, next } = decided
  return {
    reference,
    outcome,
    decidedAt,
    secondsLeft,
    path,
    next: next && ('read' in next ? { text: caseAsText(next.read) } : next),
  }
})

/** Saves what was written so far, without drawing the page again. */
export const saveDrafts = formAction('review.draft', SaveJudgementDraftsInput, async (actor, input) => {
  const savedAt = await saveJudgementDrafts(actor, input)
  return { savedAt: savedAt.getTime() }
})

/** Answers with the case where more was read of it since the browser was sent it. */
export const renew = formAction('review.renew', RenewInput, async (actor, { unread: known, ...input }) => {
  const { secondsLeft, unread } = await renewLease(actor, input)
  const read = known === undefined || known === unread ? null : await readForReview(actor, input.qualificationId)
  return { secondsLeft, text: read?.opened ? caseAsText(read) : null }
})

/** Claims the case again after the claim was lost, without drawing the page again. */
export const claimAgain = formAction('review.claim', ClaimInput, async (actor, input) => {
  const { secondsLeft } = await claimQualification(actor, input)
  return { secondsLeft, text: null }
})

/** Saves a phrase of the reviewer's own, and answers with all of theirs. */
export const savePhrase = formAction('review.save_phrase', SavePhraseInput, savePhraseOf)

export const removePhrase = formAction('review.remove_phrase', RemovePhraseInput, removePhraseOf)
