import { type Challenge, type Solution, solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import { newChallenge } from '@/lib/sign-in/codes/proof-of-work'

/** Encodes a solution as a browser sends it. */
export const payloadOf = (challenge: Challenge, solution: Solution | null): string =>
  Buffer.from(JSON.stringify({ challenge, solution })).toString('base64')

/** Solves a challenge as the page does. */
export async function provedOf(challenge: string): Promise<string> {
  const asked = JSON.parse(challenge) as Challenge
  return payloadOf(asked, await solveChallenge({ challenge: asked, deriveKey }))
}

export const aProof = async (): Promise<string> => provedOf(await newChallenge())
