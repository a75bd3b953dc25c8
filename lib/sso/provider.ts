import 'server-only'
import * as client from 'openid-client'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { log } from '@/lib/core/log'

/** Where the provider leads back to. It has to be told this address, letter by letter. */
export const CALLBACK_PATH = '/api/sso/callback'

/** What this browser is asked to bring back, and proves that the answer is to its own question. */
export type Asked = { state: string; nonce: string; verifier: string; isAgain: boolean }

/** Someone as the provider knows them: its issuer, its own name of them, and what its ID token says of them. */
export type Told = { issuer: string; subject: string; claims: Readonly<Record<string, unknown>>; at: Date }

/** Of a session at the provider that is older, the person says there once more who they are. */
const OLDEST_SECONDS = 12 * 60 * 60
/** Of someone who just did, until they are back here. */
const JUST_NOW_SECONDS = 5 * 60

let discovered: Promise<client.Configuration> | undefined

/** Read once; a provider that did not answer is asked again the next time. */
function configuration(): Promise<client.Configuration> {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = env()
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID) throw new DomainError('NOT_FOUND', 'There is no single sign-on here')
  const isLocal = OIDC_ISSUER.startsWith('http:') // only this machine's may be, see lib/core/env-sso.ts
  const execute = [client.enableNonRepudiationChecks, ...(isLocal ? [client.allowInsecureRequests] : [])]
  discovered ??= client.discovery(new URL(OIDC_ISSUER), OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, undefined, { execute })
  discovered.catch(() => {
    discovered = undefined
  })
  return discovered
}

const callback = () => new URL(CALLBACK_PATH, env().ZHUNXIN_URL)

/**
 * Where to send a browser: authorization code with PKCE, state and nonce (OpenID Connect Core 1.0, RFC 7636, RFC 9700).
 *
 * @param isAgain whether the person has to say there once more who they are, signed in or not
 * @throws DomainError NOT_FOUND when it is off, SSO_FAILED when the provider doesn't answer
 */
export async function askProvider({ isAgain }: { isAgain: boolean }): Promise<{ url: URL; asked: Asked }> {
  const asked = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    verifier: client.randomPKCECodeVerifier(),
    isAgain,
  }
  const url = client.buildAuthorizationUrl(await orFail(configuration), {
    redirect_uri: callback().href,
    scope: 'openid email profile',
    state: asked.state,
    nonce: asked.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(asked.verifier),
    code_challenge_method: 'S256',
    ...(isAgain ? { max_age: '0', prompt: 'login' } : { max_age: `${OLDEST_SECONDS}` }),
  })
  return { url, asked }
}

/**
 * Who the provider says it is: issuer, audience, signature, times and nonce of its ID token were checked.
 *
 * @param search of the address that the provider led to
 * @throws DomainError NOT_FOUND when it is off, SSO_FAILED when it is not an answer to what was asked
 */
export async function hearProvider(search: string, { state, nonce, verifier, isAgain }: Asked): Promise<Told> {
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

/** The library's own words may quote what the provider sent: its code says enough. */
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
