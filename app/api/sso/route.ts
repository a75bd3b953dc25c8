import { startSsoSignIn } from '@/lib/sign-in/sso/provider'
import { storeSsoRequest, toSignIn } from '@/lib/web/cookies/sso'
import { publicRoute } from '@/lib/web/route'

/** Redirects to the company's own sign-in; `again` is for people who are signed in and have to confirm who they are. */
export const GET = publicRoute('sign_in.sso', (_visitor, request) =>
  toSignIn(async () => {
    const { searchParams } = new URL(request.url)
    const { url, ssoRequest } = await startSsoSignIn({ isAgain: searchParams.has('again') })
    await storeSsoRequest({ ...ssoRequest, next: searchParams.get('next') ?? '' })
    return url
  }),
)
