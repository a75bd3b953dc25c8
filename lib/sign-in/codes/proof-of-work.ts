import 'server-only'
import { createHash } from 'node:crypto'
import { createChallenge, verifySolution } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import { z } from 'zod'
import { MINUTE, SECOND } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { systemKey } from '@/lib/crypto/data-keys'
import { database } from '@/lib/db/client'

/** Leaves time for the work of a slow phone, and to give what it found. */
const HOLDS = 10 * MINUTE
const ALGORITHM = 'PBKDF2/SHA-256'

const secret = async () => (await systemKey('PROOFS')).toString('base64')

/**
 * Something to be worked out before a text message is paid for: on the average 256 keys, each of `PROOF_COST` rounds.
 *
 * @returns JSON, as the browser's part takes it
 */
export async function newChallenge(): Promise<string> {
  const challenge = await createChallenge({
    algorithm: ALGORITHM,
    cost: env().PROOF_COST,
    deriveKey,
    expiresAt: Math.ceil((Date.now() + HOLDS) / SECOND),
    hmacSignatureSecret: await secret(),
  })
  return JSON.stringify(challenge)
}

const hex = z.string().regex(/^[0-9a-f]{2,128}$/i)

/** Parses what the browser's part sends: Base64 of JSON. Only what we signed counts. */
const Payload = z.object({
  challenge: z.object({
    parameters: z.object({
      algorithm: z.literal(ALGORITHM),
      nonce: hex,
      salt: hex,
      cost: z.int().min(1).max(10_000_000),
      keyLength: z.int().min(1).max(64),
      keyPrefix: hex,
      expiresAt: z.int().positive(),
    }),
    signature: hex,
  }),
  solution: z.object({ counter: z.int().min(0).max(0xffff_ffff), derivedKey: hex }),
})

function parse(payload: string) {
  try {
    return Payload.safeParse(JSON.parse(Buffer.from(payload, 'base64').toString('utf8'))).data ?? null
  } catch {
    return null
  }
}

/**
 * Consumes a proof, once: a second use, here or in another process, is refused.
 *
 * @throws DomainError PROOF_WRONG when it is none of ours, too old, unsolved or was used before
 */
export async function consumeProof(payload: string): Promise<void> {
  const given = parse(payload)
  if (!given) throw new DomainError('PROOF_WRONG', 'Not a proof')
  const { challenge, solution } = given
  const result = await verifySolution({ challenge, solution, deriveKey, hmacSignatureSecret: await secret() })
  if (!result.verified) throw new DomainError('PROOF_WRONG', result.expired ? 'Too old' : 'Not worked out')
  const signatureHash = createHash('sha256').update(challenge.signature.toLowerCase()).digest()
  const isFirst = await database().$executeRaw`
    INSERT INTO spent_proofs (signature_hash, expires_at)
    VALUES (${signatureHash}, to_timestamp(${challenge.parameters.expiresAt}))
    ON CONFLICT DO NOTHING`
  if (isFirst !== 1) throw new DomainError('PROOF_WRONG', 'Taken before')
}

/** Proofs that would be too old to be taken again; with room for clocks that differ. */
export async function purgeProofs(): Promise<void> {
  await database().$executeRaw`DELETE FROM spent_proofs WHERE expires_at < clock_timestamp() - interval '1 hour'`
}
