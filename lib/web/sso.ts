import 'server-only'
import { cookies } from 'next/headers'
import { decode, encode } from 'next-auth/jwt'
import { z } from 'zod'
import { MINUTE, SECOND } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { systemKey } from '@/lib/crypto/data-keys'
import { SSO_REFUSALS } from '@/lib/sso/told'

/** As long as someone may take to sign in at the provider. */
const LASTS_SECONDS = (10 * MINUTE) / SECOND

const cookieName = () => (env().isHttps ? '__Host-zhunxin.sso' : 'zhunxin.sso')
/** Lax: the provider leads back from another site. */
const cookieRules = () => ({ httpOnly: true, sameSite: 'lax', secure: env().isHttps, path: '/' }) as const

const secret = async () => (await systemKey('SESSION')).toString('base64')
/** Nothing else that is sealed under the key passes for it. */
const SALT = 'single sign-on'

const AskedByBrowser = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  isAgain: z.boolean(),
  next: z.string(),
})
export type AskedByBrowser = z.output<typeof AskedByBrowser>

/** Has the browser keep, sealed, what it went to ask: an answer that another browser asked for is none. */
export async function keepAsked(asked: AskedByBrowser): Promise<void> {
  const token = await encode({ token: asked, secret: await secret(), salt: SALT, maxAge: LASTS_SECONDS })
  ;(await cookies()).set(cookieName(), token, { ...cookieRules(), maxAge: LASTS_SECONDS })
}

/** Takes it back: an answer counts once. Null when it asked nothing, or too long ago. */
export async function takeAsked(): Promise<AskedByBrowser | null> {
  const jar = await cookies()
  const token = jar.get(cookieName())?.value ?? ''
  jar.delete({ name: cookieName(), ...cookieRules() })
  const claims = await decode({ token, secret: await secret(), salt: SALT }).catch(() => null)
  return AskedByBrowser.safeParse(claims).data ?? null
}

/** Leads on, or back to the page where one signs in, which says why not. */
export async function toSignIn(work: () => Promise<URL | string>): Promise<Response> {
  const to = await work().catch((error: unknown) => {
    if (!(error instanceof DomainError) || error.code === 'NOT_FOUND') throw error
    const why = { error: error.code, ...error.params }
    return `/staff/sign-in?${new URLSearchParams(why as Record<string, string>)}`
  })
  const headers = { Location: new URL(to, env().ZHUNXIN_URL).href, 'Cache-Control': 'no-store' }
  return new Response(null, { status: 303, headers })
}

/** Why single sign-on led back to the sign-in page, from its address: anyone may write there, so that only what is ours counts. */
export const SsoProblem = z
  .union([
    z.object({ error: z.literal('SSO_FAILED') }),
    z.object({ error: z.literal('SSO_REFUSED'), because: z.enum(SSO_REFUSALS) }),
  ])
  .nullable()
  .catch(null)
