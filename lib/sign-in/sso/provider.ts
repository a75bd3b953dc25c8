import 'server-only'
import * as client from 'openid-client'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { log } from '@/lib/core/log'

/** Names the address that the provider redirects to. The provider must have it registered exactly like this. */
export const CALLBACK_PATH = '/api/sso/callback'

/** Holds what the browser must return, which proves that an answer belongs to its own request. */
export type SsoRequest = { state: string; nonce: string; verifier: string; isAgain: boolean }

/**
 * Describes a person as the provider knows them: its issuer, its identifier of them, and the claims of its ID token.
 */
export type SsoIdentity = { issuer: string; subject: string; claims: Readonly<Record<string, unknown>>; at: Date }

/** With an older session at the provider, the person has to sign in there again. */
const OLDEST_SECONDS = 12 * 60 * 60
/** The time that a person has from signing in there until they are back here. */
const JUST_NOW_SECONDS = 5 * 60

let discovered: Promise<client.Configuration> | undefined

/** Reads the provider's configuration once. When the provider does not answer, the next call tries again. */
function configuration(): Promise<client.Configuration> {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = env()
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID) throw new DomainError('NOT_FOUND', 'There is no single sign-on here')
  const isLocal = OIDC_ISSUER.startsWith('http:') // allowed for this machine only, see lib/core/environment/env-sso.ts
  const execute = [client.enableNonRepudiationChecks, ...(isLocal ? [client.allowInsecureRequests] : [])]
  discovered ??= client.discovery(new URL(OIDC_ISSUER), OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, undefined, { execute })
  discovered.catch(() => {
    discovered = undefined
  })
  return discovered
}

const callback = () => new URL(CALLBACK_PATH, env().ZHUNXIN_URL)

/**
 * Returns the address to send a browser to: authorization code with PKCE, state and nonce (OpenID Connect Core 1.0, RFC
 * 7636, RFC 9700).
 *
 * @param isAgain whether the person has to sign in there again, even with a session
 * @throws DomainError NOT_FOUND when single sign-on is off, SSO_FAILED when the provider does not answer
 */
export async function startSsoSignIn({ isAgain }: { isAgain: boolean }): Promise<{ url: URL; ssoRequest: SsoRequest }> {
  const ssoRequest = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    verifier: client.randomPKCECodeVerifier(),
    isAgain,
  }
  const url = client.buildAuthorizationUrl(await orFail(configuration), {
    redirect_uri: callback().href,
    scope: 'openid email profile',
    state: ssoRequest.state,
    nonce: ssoRequest.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(ssoRequest.verifier),
    code_challenge_method: 'S256',
    ...(isAgain ? { max_age: '0', prompt: 'login' } : { max_age: `${OLDEST_SECONDS}` }),
  })
  return { url, ssoRequest }
}

/**
 * Returns the person whom the provider names, after checking issuer, audience, signature, times and nonce of its ID
 * token.
 *
 * @param search the query string of the address that the provider redirected to
 * @throws DomainError NOT_FOUND when single sign-on is off, SSO_FAILED when this is not an answer to the request
 */
export async function finishSsoSignIn(
  search: string,
  { state, nonce, verifier, isAgain }: SsoRequest,
): Promise<SsoIdentity> {
  const url = callback()
  url.search = search
  return orFail(async () => {
    const tokens = await client.authorizationCodeGrant(await configuration(), url, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
      maxAge: isAgain ? JUST_NOW_SECONDS : OLDEST_SECONDS,
    })
    const claims = tokens.claims()
    if (!claims || typeof claims.auth_time !== 'number') throw new TypeError('Not told when they signed in there')
    return { issuer: claims.iss, subject: claims.sub, claims, at: new Date(claims.auth_time * 1_000) }
  })
}

/** Replaces the library's errors. Their text may quote what the provider sent, and the code is enough. */
async function orFail<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof DomainError) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code).slice(0, 60) : undefined
    log.warn({ error: error instanceof Error ? error.name : typeof error, code }, 'single sign-on failed')
    throw new DomainError('SSO_FAILED', 'Not an answer to what was asked')
  }
}
