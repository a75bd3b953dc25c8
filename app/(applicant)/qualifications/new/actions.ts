'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { createQualification } from '@/lib/qualifications/draft/create-qualification'
import { readDraft } from '@/lib/qualifications/draft/read-draft'
import { answersIn, CreateQualificationInput } from '@/lib/qualifications/schemas'
import { formAction } from '@/lib/web/actions/form-action'
import { nextPage } from '../_components/next-page'
import { isOutside, WHO } from './_components/who'

const Input = CreateQualificationInput.extend({ kind: z.enum(WHO) })

/**
 * Starts an application, and shows its first page on which there is something to do. People who can't apply see why, on
 * the page: without scripts they could choose to apply.
 */
export const startQualification = formAction('qualification.create', Input, async (actor, input) => {
  const { kind, accountId, from, prepared, ...rest } = input
  if (isOutside(kind)) redirect(`/qualifications/new?who=${kind}`)
  const { id } = await createQualification(actor, { kind, accountId, from, prepared, answers: answersIn(rest) })
  revalidatePath('/qualifications')
  const draft = from ? null : await readDraft(actor, id)
  redirect(`/qualifications/${id}${draft ? `/${nextPage(draft)}` : ''}`)
})
