import { askProvider } from '@/lib/sso/provider'
import { publicRoute } from '@/lib/web/route'
import { keepAsked, toSignIn } from '@/lib/web/sso'

/** Off to the company's own sign-in; `again` is for who is signed in and has to be sure. */
export const GET = publicRoute('sign_in.sso', (_visitor, request) =>
  toSignIn(async () => {
    const { searchParams } = new URL(request.url)
    const { url, asked } = await askProvider({ isAgain: searchParams.has('again') })
    await keepAsked({ ...asked, next: searchParams.get('next') ?? '' })
    return url
  }),
)
