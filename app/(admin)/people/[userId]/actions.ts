'use server'

import { revalidatePath } from 'next/cache'
import { BlockPersonInput, PersonInput, SetStaffRolesInput } from '@/lib/accounts/schemas'
import { blockStaff } from '@/lib/staff/block-staff'
import { changeRoles } from '@/lib/staff/change-roles'
import { disableStaff } from '@/lib/staff/disable-staff'
import { enablePerson } from '@/lib/staff/enable-person'
import { resetFactors } from '@/lib/staff/reset-factors'
import { formAction } from '@/lib/web/actions/form-action'

export const setRoles = formAction('staff.set_roles', SetStaffRolesInput, async (actor, input) => {
  const { waits } = await changeRoles(actor, input)
  revalidatePath(`/people/${input.userId}`)
  return { waits }
})

export const disable = formAction('staff.disable', PersonInput, async (actor, input) => {
  const { waits } = await disableStaff(actor, input)
  revalidatePath(`/people/${input.userId}`)
  return { waits }
})

export const enable = formAction('staff.enable', PersonInput, async (actor, input) => {
  const { waits } = await enablePerson(actor, input)
  revalidatePath(`/people/${input.userId}`)
  return { waits }
})

export const block = formAction('staff.block', BlockPersonInput, async (actor, input) => {
  await blockStaff(actor, input)
  revalidatePath(`/people/${input.userId}`)
})

export const reset = formAction('staff.reset_factors', PersonInput, async (actor, input) => {
  const { waits } = await resetFactors(actor, input)
  revalidatePath(`/people/${input.userId}`)
  return { waits }
})
