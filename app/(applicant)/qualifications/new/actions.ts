'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { createQualification } from '@/lib/qualifications/create-qualification'
import { CreateQualificationInput } from '@/lib/qualifications/schemas'
import { formAction } from '@/lib/web/form-action'

export const begin = formAction('qualification.create', CreateQualificationInput, async (actor, input) => {
  const { id } = await createQualification(actor, input)
  revalidatePath('/qualifications')
  redirect(`/qualifications/${id}`)
})
