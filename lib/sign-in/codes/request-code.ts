import 'server-only'
import { consumeUnprovedSend, isSendingNear } from '@/lib/accounts/limits/sending-limits'
import type { Locale } from '@/lib/core/languages/locales'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database } from '@/lib/db/client'
import { isKnownDevice } from '../sessions/devices'
import { consumeProof, newChallenge } from './proof-of-work'
import { sendSignInCode } from './send-sign-in-code'

type CodeRequest = {
  /** It is an E.164 number. */
  phone: string
  address: string
  locale: Locale
  /** The secret of the browser, if it has one. */
  device: string | null
  /** The secret of the browser in which alone the code will work. */
  browser: string
  /** A proof of work, if one was sent. */
  proof?: string | undefined
  /** Says whether the browser can compute one. */
  canProve: boolean
}

export type RequestedCode =
  | { step: 'SENT'; resendSeconds: number }
  /** The browser has to solve a challenge first. */
  | { step: 'PROVE'; challenge: string }

/**
 * Sends a code to a phone in return for a proof of work: text messages cost money, and fraudsters who earn from each
 * message request many. A browser in which the number's owner signed in before needs no proof until limits are near,
 * and gets a few more codes where others used up what the number is sent. For any other browser the answer is the same
 * whether or not the number is registered or was ever sent anything, so that it reveals nothing. Browsers that can't
 * compute a proof, without scripts, get few codes.
 *
 * @throws DomainError PROOF_WRONG, PROOF_MISSING when too many came without, RATE_LIMITED
 */
export async function requestCode({ device, proof, canProve, ...request }: CodeRequest): Promise<RequestedCode> {
  const { phone, address } = request
  const ownerId = await ownerOnDevice(phone, device)
  const isTrusted = ownerId !== null && !(await isSendingNear(address))
  if (!isTrusted) {
    if (proof) await consumeProof(proof)
    else if (canProve) return { step: 'PROVE', challenge: await newChallenge() }
    else await consumeUnprovedSend(address)
  }
  return { step: 'SENT', ...(await sendSignInCode({ ...request, ownerId })) }
}

/** Returns the number's owner, where they signed in on this browser before. */
async function ownerOnDevice(phone: string, device: string | null): Promise<string | null> {
  if (device === null) return null
  const phoneIndex = await blindIndex('phone', phone)
  const person = await database().user.findUnique({ where: { phoneIndex }, select: { id: true } })
  return person && (await isKnownDevice(database(), person.id, device)) ? person.id : null
}
