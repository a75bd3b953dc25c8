import { DomainError } from '@/lib/core/errors'
import { hearProvider } from '@/lib/sso/provider'
import { ssoRules } from '@/lib/sso/rules'
import { confirmBySso, signInBySso } from '@/lib/sso/sign-in-by-sso'
import { localPath } from '@/lib/web/local-path'
import { publicRoute } from '@/lib/web/route'
import { currentActor, signInWith } from '@/lib/web/session'
import { takeAsked, toSignIn } from '@/lib/web/sso'

/** Where the company's own sign-in leads back to, from its own site. */
export const GET = publicRoute(
  'sign_in.sso_callback',
  (_visitor, request) =>
    toSignIn(async () => {
      const rules = ssoRules()
      const asked = await takeAsked()
      if (!asked) throw new DomainError('SSO_FAILED', 'This browser asked nothing')
      const told = await hearProvider(new URL(request.url).search, asked)
      const actor = asked.isAgain ? await currentActor() : null
      await signInWith(actor ? await confirmBySso(actor, told) : await signInBySso(told, rules))
      return localPath(asked.next, '/')
    }),
  { comesFromElsewhere: true },
)
