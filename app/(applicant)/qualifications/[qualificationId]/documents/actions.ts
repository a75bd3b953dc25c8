'use server'

import { revalidatePath } from 'next/cache'
import { qrPath } from '@/app/_components/qr-path'
import { moveDocumentPage } from '@/lib/qualifications/files/move-document-page'
import { moveToSlot } from '@/lib/qualifications/files/move-to-slot'
import { removeDocumentPage } from '@/lib/qualifications/files/remove-document-page'
import { startPhone } from '@/lib/qualifications/phone/start-phone'
import { stopPhone } from '@/lib/qualifications/phone/stop-phone'
import { MovePageInput, MoveToSlotInput, QualificationInput, RemovePageInput } from '@/lib/qualifications/schemas'
import { formAction } from '@/lib/web/actions/form-action'

export const removePage = formAction('document.remove', RemovePageInput, async (actor, input) => {
  await removeDocumentPage(actor, input)
  revalidatePath(`/qualifications/${input.qualificationId}`, 'layout')
})

export const movePage = formAction('document.move', MovePageInput, async (actor, input) => {
  await moveDocumentPage(actor, input)
  revalidatePath(`/qualifications/${input.qualificationId}`, 'layout')
})

export const moveThere = formAction('document.move_there', MoveToSlotInput, async (actor, input) => {
  await moveToSlot(actor, input)
  revalidatePath(`/qualifications/${input.qualificationId}`, 'layout')
})

/** Answers with the code itself: its token is in no page that is read again. */
export const showPhoneCode = formAction('phone.start', QualificationInput, async (actor, input) => {
  const { id, url } = await startPhone(actor, input)
  revalidatePath(`/qualifications/${input.qualificationId}/documents`)
  return { id, ...qrPath(url) }
})

export const endPhone = formAction('phone.stop', QualificationInput, async (actor, input) => {
  await stopPhone(actor, input)
  revalidatePath(`/qualifications/${input.qualificationId}/documents`)
})
