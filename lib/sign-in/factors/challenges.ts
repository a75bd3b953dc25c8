import 'server-only'
import { randomBytes } from 'node:crypto'
import { MINUTE } from '@/lib/core/clock'
import { newId } from '@/lib/core/ids'
import { database, databaseTime } from '@/lib/db/client'
import type { ChallengeKind } from '@/lib/db/generated/enums'

/** The minutes in which an authenticator has to answer. */
const ANSWER_MINUTES = 5

type PasskeyChallenge = Exclude<ChallengeKind, 'TOTP_SET_UP'>

/**
 * Creates a challenge.
 *
 * @param sessionId the session whose answer it accepts; null for a person who has none yet
 */
export async function createChallenge(kind: PasskeyChallenge, sessionId: string | null) {
  const challenge = new Uint8Array(randomBytes(32))
  const createdAt = await databaseTime()
  const expiresAt = new Date(createdAt.getTime() + ANSWER_MINUTES * MINUTE)
  await database().factorChallenge.create({ data: { id: newId(), kind, sessionId, challenge, createdAt, expiresAt } })
  return challenge
}

/**
 * Uses up the challenge that an answer names, right or wrong. It runs in a transaction of its own, so that a later
 * failure gives no second try.
 *
 * @param clientData base64url, as the browser signed it
 * @returns base64url; null when the challenge is unknown, of another kind or session, or too old
 */
export async function consumeChallenge(
  kind: PasskeyChallenge,
  sessionId: string | null,
  clientData: string,
): Promise<string | null> {
  const challenge = challengeIn(clientData)
  if (!challenge) return null
  const { count } = await database().factorChallenge.deleteMany({
    where: {
      AND: [{ kind }, { sessionId }, { challenge: new Uint8Array(Buffer.from(challenge, 'base64url')) }],
      expiresAt: { gt: await databaseTime() },
    },
  })
  return count === 1 ? challenge : null
}

function challengeIn(clientData: string): string | null {
  try {
    const read: unknown = JSON.parse(Buffer.from(clientData, 'base64url').toString('utf8'))
    const challenge = typeof read === 'object' && read && 'challenge' in read ? read.challenge : null
    return typeof challenge === 'string' && /^[\w-]{43}$/.test(challenge) ? challenge : null
  } catch {
    return null
  }
}
