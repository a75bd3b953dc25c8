import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { createServer } from 'node:http'
import { Provider } from 'oidc-provider'
import { freePort } from '../ports'

export type Claims = Record<string, unknown>

export type IdentityProvider = {
  issuer: string
  /** Holds the settings with which the portal uses it. */
  env: Record<string, string>
  /** The person who signs in next, and the claims in their tokens. */
  person: { subject: string; claims: Claims }
  /** The number of times that a person had to sign in. */
  asked: number
  /** Changes its own ID tokens, as a faulty or hijacked provider would; signed by its own key. */
  spoil: ((claims: Claims) => Claims) | null
  /** Signs by another key than the published one. */
  isForging: boolean
  /** Before this, nothing answers there. */
  start(): Promise<void>
  stop(): Promise<void>
}

const key = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey

/**
 * Starts a real OpenID provider on this machine, for a portal at an address. Every visitor is signed in as its person.
 */
export async function serveIdentity(portal: string): Promise<IdentityProvider> {
  const port = await freePort()
  const issuer = `http://localhost:${port}`
  const [clientId, clientSecret] = ['zhunxin', randomBytes(24).toString('base64url')]
  const [own, other] = [key(), key()]
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [`${portal}/api/sso/callback`] }],
    jwks: { keys: [{ ...own.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }] },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    conformIdTokenClaims: false,
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    findAccount: (_context, accountId) => ({
      accountId,
      claims: async () => ({ sub: accountId, ...identity.person.claims }),
    }),
    // Nobody has to consent to the portal.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new provider.Grant({ clientId, accountId: oidc.session?.accountId ?? '' })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  })
  const seal = (claims: Claims) => {
    const body = [{ alg: 'RS256', kid: 'one', typ: 'JWT' }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.')
    const signature = sign('sha256', Buffer.from(body), identity.isForging ? other : own)
    return `${body}.${signature.toString('base64url')}`
  }
  provider.use(async (context, next) => {
    await next()
    const token = (context.body as { id_token?: string } | undefined)?.id_token
    if (context.path !== '/token' || !token || !(identity.spoil || identity.isForging)) return
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Claims
    context.body = { ...(context.body as object), id_token: seal(identity.spoil?.(claims) ?? claims) }
  })
  const serve = provider.callback()
  const server = createServer((request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void serve(request, response)
    identity.asked += 1
    const login = { accountId: identity.person.subject }
    provider.interactionFinished(request, response, { login }).catch((error: Error) => response.destroy(error))
  })
  const identity: IdentityProvider = {
    issuer,
    env: { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret },
    person: { subject: '', claims: {} },
    asked: 0,
    spoil: null,
    isForging: false,
    start: () => new Promise((resolve) => server.listen(port, 'localhost', resolve)),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return identity
}
