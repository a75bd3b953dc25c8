import 'server-only'
import { createHash } from 'node:crypto'
import { decode, encode } from 'next-auth/jwt'
import { SECOND } from '@/lib/core/clock'
import { systemKey } from '@/lib/crypto/data-keys'

/** The most tokens that are remembered: those of the sessions that were used last in this process. */
export const MOST_REMEMBERED = 1_000

/** So many seconds after its end a token still opens, since clocks of nodes differ. It is the tolerance of `decode`. */
const TOLERANCE_S = 15

/** Describes a token that opened: what it says never changes. */
type Opened = { sessionId: string; endsAtS: number }

const STORE = Symbol.for('zhunxin.session-tokens')
/** The framework may load this module for pages and for routes apart, and both get the same tokens. */
const shared = globalThis as { [STORE]?: Map<string, Opened> }
shared[STORE] ??= new Map()
const remembered = shared[STORE]

const secret = async () => (await systemKey('SESSION')).toString('base64')

/** Makes the token of a session, which names its row and says nothing else. */
export async function sealToken(sessionId: string, maxAge: number): Promise<string> {
  return encode({ token: { sid: sessionId }, secret: await secret(), maxAge })
}

/**
 * Returns the session that a token names; null for one that is not ours, or is past its end. It proves nothing of the
 * session, whose row is read on each request.
 *
 * A token is opened once: a key is derived for that in one of the few threads that also write files, and a request
 * would wait for them each time. Only tokens that opened are remembered, by their digest, so that memory contains no
 * token.
 */
export async function openToken(token: string): Promise<string | null> {
  const digest = createHash('sha256').update(token).digest('base64')
  const known = remembered.get(digest)
  if (known) return isOver(known) ? null : remember(digest, known)
  const claims = await decode({ token, secret: await secret() }).catch(() => null)
  if (typeof claims?.sid !== 'string') return null
  return typeof claims.exp === 'number' ? remember(digest, { sessionId: claims.sid, endsAtS: claims.exp }) : claims.sid
}

const isOver = ({ endsAtS }: Opened): boolean => endsAtS <= Math.floor(Date.now() / SECOND) - TOLERANCE_S

/** Remembers a token as the one that was used last, and forgets the one whose use is longest ago. */
function remember(digest: string, opened: Opened): string {
  remembered.delete(digest)
  remembered.set(digest, opened)
  const [oldest] = remembered.keys()
  if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest)
  return opened.sessionId
}
