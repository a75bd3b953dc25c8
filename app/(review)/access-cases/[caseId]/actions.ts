'use server'

import { redirect } from 'next/navigation'
import { decideCase } from '@/lib/identity/decide-case'
import { DecideCaseInput } from '@/lib/identity/schemas'
import { formAction } from '@/lib/web/form-action'

export const decide = formAction('access_case.decide', DecideCaseInput, async (actor, input) => {
  await decideCase(actor, input)
  redirect('/access-cases')
})
