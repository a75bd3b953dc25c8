import { isOutboxReadable } from '@/lib/notifications/gateways/mode'
import { ssoName } from '@/lib/sign-in/sso/rules'
import { currentActor } from '@/lib/web/session'
import { SignInAgain } from './sign-in-again'

/**
 * Lets the person of a page sign in again on it. It is in front of the page, so that the fields of its dialog have
 * their labels.
 */
export async function OfferSignIn() {
  const actor = await currentActor()
  if (!actor) return null
  const { id, audience } = actor
  return (
    <SignInAgain
      key={id}
      person={id}
      audience={audience}
      isOutboxReadable={isOutboxReadable()}
      sso={audience === 'STAFF' ? ssoName() : null}
    />
  )
}
