'use server'

import { redirect } from 'next/navigation'
import { decideCase } from '@/lib/identity/decide-case'
import { DecideCaseInput, ShowCaseNumbersInput } from '@/lib/identity/schemas'
import { showCaseNumbers } from '@/lib/identity/show-case-numbers'
import { formAction } from '@/lib/web/form-action'

export const decide = formAction('access_case.decide', DecideCaseInput, async (actor, input) => {
  await decideCase(actor, input)
  redirect('/access-cases')
})

export const revealNumbers = formAction('access_case.show_numbers', ShowCaseNumbersInput, showCaseNumbers)
