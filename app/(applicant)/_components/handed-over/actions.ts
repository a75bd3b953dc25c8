'use server'

import { redirect } from 'next/navigation'
import { finishHandover } from '@/lib/integrations/handovers/finish-handover'
import { NoInput } from '@/lib/integrations/handovers/schemas'
import { formAction } from '@/lib/web/actions/form-action'
import { signOut } from '@/lib/web/session'

/** Goes back to the platform. */
export const finish = formAction('handover.finish', NoInput, async (actor) => {
  const { hasSignedOut } = await finishHandover(actor)
  if (hasSignedOut) await signOut() // the cookie, too
  redirect('/handover')
})
