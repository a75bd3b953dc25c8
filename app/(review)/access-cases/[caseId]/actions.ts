'use server'

import { redirect } from 'next/navigation'
import { decideCase } from '@/lib/sign-in/recovery/decide-case'
import { showCaseNumbers } from '@/lib/sign-in/recovery/show-case-numbers'
import { DecideCaseInput, ShowCaseNumbersInput } from '@/lib/sign-in/schemas'
import { formAction } from '@/lib/web/actions/form-action'

export const decide = formAction('access_case.decide', DecideCaseInput, async (actor, input) => {
  await decideCase(actor, input)
  redirect('/access-cases')
})

export const revealNumbers = formAction('access_case.show_numbers', ShowCaseNumbersInput, showCaseNumbers)
