'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { renewQualification } from '@/lib/qualifications/draft/renew-qualification'
import { QualificationInput } from '@/lib/qualifications/schemas'
import { withdrawQualification } from '@/lib/qualifications/standing/withdraw-qualification'
import { formAction } from '@/lib/web/actions/form-action'

export const withdraw = formAction('qualification.withdraw', QualificationInput, async (actor, input) => {
  const { id } = await withdrawQualification(actor, input)
  revalidatePath('/qualifications', 'layout')
  redirect(`/qualifications/${id}`)
})

export const renew = formAction('qualification.renew', QualificationInput, async (actor, input) => {
  const { id } = await renewQualification(actor, input)
  revalidatePath('/qualifications', 'layout')
  redirect(`/qualifications/${id}`)
})
