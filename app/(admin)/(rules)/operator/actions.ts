'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { enterOperator } from '@/lib/staff/operator/enter-operator'
import { EnterOperatorInput } from '@/lib/staff/operator/schemas'
import { formAction } from '@/lib/web/actions/form-action'

export const enter = formAction('operator.enter', EnterOperatorInput, async (actor, input) => {
  await enterOperator(actor, input)
  revalidatePath('/', 'layout') // every page names the operator
  redirect('/operator?saved=yes')
})
