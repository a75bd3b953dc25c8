import 'server-only'
import { z } from 'zod'
import { MINUTE, SECOND } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { SSO_REFUSALS } from '@/lib/sign-in/sso/sso-claims'
import { sealedCookie } from './sealed-cookie'

/** The time that a person may take to sign in at the provider. */
const LASTS_SECONDS = (10 * MINUTE) / SECOND

const StoredSsoRequest = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  isAgain: z.boolean(),
  next: z.string(),
})
export type StoredSsoRequest = z.output<typeof StoredSsoRequest>

const cookie = sealedCookie('sso', StoredSsoRequest, LASTS_SECONDS)

/** Stores the request in the browser, sealed: an answer to another browser's request is refused. */
export const storeSsoRequest = (request: StoredSsoRequest): Promise<void> => cookie.store(request)

/** Takes it back: an answer counts once. Null when it asked nothing, or too long ago. */
export async function consumeSsoRequest(): Promise<StoredSsoRequest | null> {
  const request = await cookie.read()
  await cookie.remove()
  return request
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

/**
 * Parses why single sign-on led back to the sign-in page, from its address: anyone may write there, so only our own
 * codes count.
 */
export const SsoProblem = z
  .union([
    z.object({ error: z.literal('SSO_FAILED') }),
    z.object({ error: z.literal('SSO_REFUSED'), because: z.enum(SSO_REFUSALS) }),
  ])
  .nullable()
  .catch(null)
