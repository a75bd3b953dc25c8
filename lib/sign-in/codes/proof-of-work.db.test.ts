import { type Challenge, createChallenge, solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import { expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { outcomesOf } from '@/tests/factories/outcomes'
import { aProof, payloadOf } from '@/tests/factories/proofs'
import { consumeProof, newChallenge, purgeProofs } from './proof-of-work'

const WRONG = { code: 'PROOF_WRONG' }
const solved = (challenge: Challenge) => solveChallenge({ challenge, deriveKey })
const decoded = (payload: string) => JSON.parse(Buffer.from(payload, 'base64').toString())
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')

test('a proof is taken once, also when it comes many times at once', async () => {
  const proof = await aProof()
  const outcomes = await outcomesOf(Array.from({ length: 8 }, () => consumeProof(proof)))
  expect(outcomes.filter((outcome) => outcome === 'OK')).toHaveLength(1)
  await expect(consumeProof(proof)).rejects.toMatchObject(WRONG)
})

test('written another way it is the same proof', async () => {
  const proof = await aProof()
  await consumeProof(proof)
  const { challenge, solution } = decoded(proof)
  const shouted = { challenge: { ...challenge, signature: challenge.signature.toUpperCase() }, solution }
  await expect(consumeProof(encoded(shouted))).rejects.toMatchObject(WRONG)
  await expect(consumeProof(encoded({ ...decoded(proof), more: 1 }))).rejects.toMatchObject(WRONG)
})

test('a challenge of our own making alone counts, as we made it', async () => {
  const proof = decoded(await aProof())
  const cheaper = structuredClone(proof)
  cheaper.challenge.parameters.cost = 1
  await expect(consumeProof(encoded(cheaper))).rejects.toMatchObject(WRONG)
  const later = structuredClone(proof)
  later.challenge.parameters.expiresAt += 3600
  await expect(consumeProof(encoded(later))).rejects.toMatchObject(WRONG)

  const forged = await createChallenge({
    algorithm: 'PBKDF2/SHA-256',
    cost: 1,
    deriveKey,
    expiresAt: Math.ceil(Date.now() / 1000) + 60,
    hmacSignatureSecret: 'not ours',
  })
  await expect(consumeProof(payloadOf(forged, await solved(forged)))).rejects.toMatchObject(WRONG)
})

test('not worked out, too old or nothing at all is no proof', async () => {
  const challenge = JSON.parse(await newChallenge()) as Challenge
  const guess = { counter: 0, derivedKey: `00${'ab'.repeat(31)}`, time: 1 }
  await expect(consumeProof(payloadOf(challenge, guess))).rejects.toMatchObject(WRONG)
  for (const nothing of ['', 'nothing', encoded({}), encoded(null), '\0']) {
    await expect(consumeProof(nothing)).rejects.toMatchObject(WRONG)
  }
})

test('spent proofs are stored for longer than they could be accepted again', async () => {
  const proof = await aProof()
  await consumeProof(proof)
  await purgeProofs()
  await expect(consumeProof(proof)).rejects.toMatchObject(WRONG)
  await database().$executeRaw`UPDATE spent_proofs SET expires_at = clock_timestamp() - interval '61 minutes'`
  await purgeProofs()
  expect(await database().spentProof.count()).toBe(0)
})
