'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { submitQualification } from '@/lib/qualifications/draft/submit-qualification'
import { SubmitQualificationInput } from '@/lib/qualifications/schemas'
import { formAction } from '@/lib/web/actions/form-action'

export const submit = formAction('qualification.submit', SubmitQualificationInput, async (actor, input) => {
  const { id } = await submitQualification(actor, input).catch((error: unknown) => {
    revalidatePath(`/qualifications/${input.qualificationId}/check`) // a refusal comes with the page as it is now
    throw error
  })
  revalidatePath('/qualifications', 'layout')
  redirect(`/qualifications/${id}?submitted`)
})
