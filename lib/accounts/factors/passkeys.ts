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
import { createChallenge, takeChallenge } from './challenges'

// WebAuthn level 3. Whom a passkey is for and from where it may be used is told by ZHUNXIN_URL, and by nothing in a request.

const rpId = () => env().ZHUNXIN_URL.hostname
const origin = () => env().ZHUNXIN_URL.origin

const wrong = (message: string) => new DomainError('FACTOR_WRONG', message)

type Transports = NonNullable<RegistrationResponseJSON['response']['transports']>

/** What a browser asks an authenticator for: a discoverable passkey, opened by a PIN, a finger or a face. */
export async function registrationOptions(person: { id: string; sessionId: string; email: string; name: string }) {
  const known = await database().passkey.findMany({ where: { userId: person.id } })
  return generateRegistrationOptions({
    rpName: '准信',
    rpID: rpId(),
    userID: new Uint8Array(Buffer.from(person.id.replaceAll('-', ''), 'hex')),
    userName: person.email,
    userDisplayName: person.name,
    challenge: await createChallenge('PASSKEY_SET_UP', person.sessionId),
    attestationType: 'none',
    excludeCredentials: known.map(toDescriptor),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

/** @throws DomainError FACTOR_WRONG */
export async function verifiedRegistration(sessionId: string, response: RegistrationResponseJSON) {
  const expectedChallenge = await takeChallenge('PASSKEY_SET_UP', sessionId, response.response.clientDataJSON)
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

/** @param userId whose passkeys are asked for; null for whichever is there */
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
 * Whose passkey answered. The challenge is used up, whatever comes of it.
 *
 * @param userId whose it has to be; null for anyone's
 * @throws DomainError FACTOR_WRONG
 */
export async function verifiedAuthentication(
  kind: 'PASSKEY_SIGN_IN' | 'PASSKEY_CONFIRM',
  { sessionId, userId }: { sessionId: string | null; userId: string | null },
  response: AuthenticationResponseJSON,
): Promise<UsedPasskey> {
  const expectedChallenge = await takeChallenge(kind, sessionId, response.response.clientDataJSON)
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
 * Notes that it was used. An authenticator that counts, counts on: one that stands where it stood was copied, or used
 * meanwhile (WebAuthn 6.1.1).
 *
 * @throws DomainError FACTOR_WRONG
 */
export async function notePasskeyUse(tx: Tx, { passkey, newCount }: UsedPasskey): Promise<void> {
  const { count } = await tx.passkey.updateMany({
    where: { id: passkey.id, ...(newCount === 0n ? { signCount: 0n } : { signCount: { lt: newCount } }) },
    data: { signCount: newCount, lastUsedAt: await databaseTime(tx) },
  })
  if (count !== 1) throw wrong('Removed, or its counter went back')
}
