'use server'

import { revalidatePath } from 'next/cache'
import { confirmFile } from '@/lib/qualifications/files/confirm-file'
import { replacePage } from '@/lib/qualifications/files/replace-page'
import { startLetterLink } from '@/lib/qualifications/phone/start-letter-link'
import { stopLetterLink } from '@/lib/qualifications/phone/stop-letter-link'
import { LetterLinkInput, RemovePageInput, ReplacePageInput } from '@/lib/qualifications/schemas'
import { formAction } from '@/lib/web/actions/form-action'

/** Answers with the link and its code: neither is in a page that is read again. */
export const forwardLetter = formAction('letter_link.start', LetterLinkInput, async (actor, input) => {
  const { id, url, code } = await startLetterLink(actor, input)
  revalidatePath(`/qualifications/${input.qualificationId}/letter`)
  return { id, url, code }
})

export const revokeLetterLink = formAction('letter_link.stop', LetterLinkInput, async (actor, input) => {
  await stopLetterLink(actor, input)
  revalidatePath(`/qualifications/${input.qualificationId}/letter`)
})

export const confirmForwarded = formAction('document.confirm', RemovePageInput, async (actor, input) => {
  await confirmFile(actor, input)
  revalidatePath(`/qualifications/${input.qualificationId}`, 'layout')
})

export const replaceNext = formAction('document.replace', ReplacePageInput, async (actor, input) => {
  await replacePage(actor, input)
  revalidatePath(`/qualifications/${input.qualificationId}/letter`)
})
