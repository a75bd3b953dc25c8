'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { createQualification } from '@/lib/qualifications/create-qualification'
import { CreateQualificationInput } from '@/lib/qualifications/schemas'
import { formAction } from '@/lib/web/form-action'
import { isOutside, WHO } from './_components/who'

const Input = CreateQualificationInput.extend({ kind: z.enum(WHO) })

/** Who can't apply is told so on the page, as without scripts they could choose it. */
export const begin = formAction('qualification.create', Input, async (actor, { kind, ...input }) => {
  if (isOutside(kind)) redirect(`/qualifications/new?who=${kind}`)
  const { id } = await createQualification(actor, { ...input, kind })
  revalidatePath('/qualifications')
  redirect(`/qualifications/${id}`)
})
