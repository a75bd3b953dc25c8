'use server'

import { revalidatePath } from 'next/cache'
import { moveDocumentPage } from '@/lib/qualifications/move-document-page'
import { removeDocumentPage } from '@/lib/qualifications/remove-document-page'
import { MovePageInput, RemovePageInput } from '@/lib/qualifications/schemas'
import { formAction } from '@/lib/web/form-action'

export const removePage = formAction('document.remove', RemovePageInput, async (actor, input) => {
  await removeDocumentPage(actor, input)
  revalidatePath(`/qualifications/${input.qualificationId}`, 'layout')
})

export const movePage = formAction('document.move', MovePageInput, async (actor, input) => {
  await moveDocumentPage(actor, input)
  revalidatePath(`/qualifications/${input.qualificationId}`, 'layout')
})
