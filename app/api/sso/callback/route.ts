import { DomainError } from '@/lib/core/errors'
import { finishSsoSignIn } from '@/lib/sign-in/sso/provider'
import { ssoRules } from '@/lib/sign-in/sso/rules'
import { confirmBySso, signInBySso } from '@/lib/sign-in/sso/sign-in-by-sso'
import { readDevice } from '@/lib/web/cookies/device'
import { consumeSsoRequest, toSignIn } from '@/lib/web/cookies/sso'
import { localPath } from '@/lib/web/local-path'
import { publicRoute } from '@/lib/web/route'
import { currentActor, signInWith } from '@/lib/web/session'

/** Receives people whom the company's own sign-in sends back, from its own site. */
export const GET = publicRoute(
  'sign_in.sso_callback',
  (_visitor, request) =>
    toSignIn(async () => {
      const rules = ssoRules()
      const ssoRequest = await consumeSsoRequest()
      if (!ssoRequest) throw new DomainError('SSO_FAILED', 'This browser asked nothing')
      const identity = await finishSsoSignIn(new URL(request.url).search, ssoRequest)
      const actor = ssoRequest.isAgain ? await currentActor() : null
      const device = await readDevice()
      await signInWith(actor ? await confirmBySso(actor, identity, device) : await signInBySso(identity, rules, device))
      return localPath(ssoRequest.next, '/')
    }),
  { comesFromElsewhere: true },
)
