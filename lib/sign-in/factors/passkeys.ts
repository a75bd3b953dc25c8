import 'server-only'
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { database, databaseTime, type Tx } from '@/lib/db/client'
import type { Passkey } from '@/lib/db/generated/client'
import { consumeChallenge, createChallenge } from './challenges'

// WebAuthn level 3. ZHUNXIN_URL alone decides for which site a passkey is and from which origin it may be used, and
// nothing in a request does.

const rpId = () => env().ZHUNXIN_URL.hostname
const origin = () => env().ZHUNXIN_URL.origin

const wrong = (message: string) => new DomainError('FACTOR_WRONG', message)

type Transports = NonNullable<RegistrationResponseJSON['response']['transports']>

/** Returns the options for creating a discoverable passkey, unlocked by a PIN, a finger or a face. */
export async function registrationOptions(person: { id: string; sessionId: string; account: string; name: string }) {
  const known = await database().passkey.findMany({ where: { userId: person.id } })
  return generateRegistrationOptions({
    rpName: '准信',
    rpID: rpId(),
    userID: new Uint8Array(Buffer.from(person.id.replaceAll('-', ''), 'hex')),
    userName: person.account,
    userDisplayName: person.name,
    challenge: await createChallenge('PASSKEY_SET_UP', person.sessionId),
    attestationType: 'none',
    excludeCredentials: known.map(toDescriptor),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

/**
 * Verifies a registration.
 *
 * @throws DomainError FACTOR_WRONG
 */
export async function verifiedRegistration(sessionId: string, response: RegistrationResponseJSON) {
  const expectedChallenge = await consumeChallenge('PASSKEY_SET_UP', sessionId, response.response.clientDataJSON)
  if (!expectedChallenge) throw wrong('No such challenge')
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response,
    expectedChallenge,
    expectedOrigin: origin(),
    expectedRPID: rpId(),
    requireUserVerification: true,
  }).catch((error: Error) => {
    throw wrong(error.message) // the library refuses by throwing
  })
  if (!verified) throw wrong('Not verified')
  const { credential, credentialBackedUp } = registrationInfo
  return {
    credentialId: new Uint8Array(Buffer.from(credential.id, 'base64url')),
    publicKey: credential.publicKey,
    signCount: BigInt(credential.counter),
    transports: credential.transports ?? [],
    isBackedUp: credentialBackedUp,
  }
}

/**
 * Returns the options for using a passkey.
 *
 * @param userId the person whose passkeys may answer; null for any
 */
export async function authenticationOptions(
  kind: 'PASSKEY_SIGN_IN' | 'PASSKEY_CONFIRM',
  { sessionId, userId }: { sessionId: string | null; userId: string | null },
) {
  const known = userId ? await database().passkey.findMany({ where: { userId } }) : []
  return generateAuthenticationOptions({
    rpID: rpId(),
    challenge: await createChallenge(kind, sessionId),
    userVerification: 'required',
    allowCredentials: known.map(toDescriptor),
  })
}

const toDescriptor = ({ credentialId, transports }: Passkey) => ({
  id: Buffer.from(credentialId).toString('base64url'),
  transports: transports as Transports,
})

export type UsedPasskey = { passkey: Passkey; newCount: bigint }

/**
 * Verifies an answer and returns its passkey. The challenge is used up, right or wrong.
 *
 * @param userId the required owner; null for any
 * @throws DomainError FACTOR_WRONG
 */
export async function verifiedAuthentication(
  kind: 'PASSKEY_SIGN_IN' | 'PASSKEY_CONFIRM',
  { sessionId, userId }: { sessionId: string | null; userId: string | null },
  response: AuthenticationResponseJSON,
): Promise<UsedPasskey> {
  const expectedChallenge = await consumeChallenge(kind, sessionId, response.response.clientDataJSON)
  if (!expectedChallenge) throw wrong('No such challenge')
  const credentialId = new Uint8Array(Buffer.from(response.id, 'base64url'))
  const passkey = await database().passkey.findUnique({ where: { credentialId } })
  if (!passkey || (userId && passkey.userId !== userId)) throw wrong('No such passkey')
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response,
    expectedChallenge,
    expectedOrigin: origin(),
    expectedRPID: rpId(),
    requireUserVerification: true,
    credential: {
      id: response.id,
      publicKey: new Uint8Array(passkey.publicKey),
      counter: Number(passkey.signCount),
      transports: passkey.transports as Transports,
    },
  }).catch((error: Error) => {
    throw wrong(error.message)
  })
  if (!verified) throw wrong('Not verified')
  return { passkey, newCount: BigInt(authenticationInfo.newCounter) }
}

/**
 * Records the use of a passkey. An authenticator that counts its uses must have counted on: one that did not was
 * copied, or used meanwhile (WebAuthn 6.1.1).
 *
 * @returns when it was used
 * @throws DomainError FACTOR_WRONG
 */
export async function recordPasskeyUse(tx: Tx, { passkey, newCount }: UsedPasskey): Promise<Date> {
  const lastUsedAt = await databaseTime(tx)
  const { count } = await tx.passkey.updateMany({
    where: { id: passkey.id, ...(newCount === 0n ? { signCount: 0n } : { signCount: { lt: newCount } }) },
    data: { signCount: newCount, lastUsedAt },
  })
  if (count !== 1) throw wrong('Removed, or its counter went back')
  return lastUsedAt
}
