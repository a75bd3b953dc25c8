'use server'

import { redirect } from 'next/navigation'
import { pressHandover } from '@/lib/integrations/handovers/press-handover'
import { HandoverLinkInput, NoInput } from '@/lib/integrations/handovers/schemas'
import { publicAction } from '@/lib/web/actions/form-action'
import { storeHandoverSecret } from '@/lib/web/cookies/handover'
import { phoneStep } from '@/lib/web/cookies/phone-step'
import { currentActor, signInWith, signOut } from '@/lib/web/session'

const SIGN_IN = '/sign-in?next=%2Fhandover'

/**
 * Uses a link up. Anybody else who is signed in in this browser is signed out: one acts under the name that the page
 * shows.
 */
export const press = publicAction('handover.press', HandoverLinkInput, async ({ address }, { token }) => {
  const { secret, path, session } = await pressHandover(await currentActor(), { token, address })
  await storeHandoverSecret(secret)
  await phoneStep.remove()
  if (session || path === null) await signOut()
  if (session) await signInWith(session)
  redirect(path ?? SIGN_IN)
})

/** Signs out a person whose number is not that of the hand-over. */
export const signInAgain = publicAction('handover.sign_in', NoInput, async () => {
  await signOut()
  redirect(SIGN_IN)
})
