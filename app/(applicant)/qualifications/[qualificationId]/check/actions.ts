'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { SubmitQualificationInput } from '@/lib/qualifications/schemas'
import { submitQualification } from '@/lib/qualifications/submit-qualification'
import { formAction } from '@/lib/web/form-action'

export const submit = formAction('qualification.submit', SubmitQualificationInput, async (actor, input) => {
  const { id } = await submitQualification(actor, input)
  revalidatePath('/qualifications', 'layout')
  redirect(`/qualifications/${id}?submitted`)
})
