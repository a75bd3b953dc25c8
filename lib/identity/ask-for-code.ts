import 'server-only'
import { sendSignInCode } from '@/lib/accounts/send-sign-in-code'
import { isKnownDevice } from '@/lib/auth/devices'
import { newChallenge, takeProof } from '@/lib/auth/proof-of-work'
import { isSendingNear, takeUnprovedSend } from '@/lib/auth/rate-limits'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database } from '@/lib/db/client'
import type { Locale } from '@/lib/i18n/locales'

type Asked = {
  /** E.164. */
  phone: string
  address: string
  locale: Locale
  /** The secret that the browser holds, if any. */
  device: string | null
  /** The secret by which the code will work in this browser alone. */
  browser: string
  /** A proof of work, if one was given. */
  proof?: string | undefined
  /** Whether the browser can work one out. */
  canProve: boolean
}

export type CodeAsked =
  | { step: 'SENT'; resendSeconds: number }
  /** Something to work out first. */
  | { step: 'PROVE'; challenge: string }

/**
 * Sends a code to a phone, for work: text messages are paid for, and whoever is paid by the message asks for many. No work
 * is asked of a browser in which whoever has the number signed in before, until limits are near. Whether anybody is known
 * by a number, and whether it was ever sent anything, changes nothing for any other browser: it would tell.
 *
 * Browsers that can't work, without scripts, get few.
 *
 * @throws DomainError PROOF_WRONG, PROOF_MISSING when too many came without, RATE_LIMITED
 */
export async function askForCode({ device, proof, canProve, ...asked }: Asked): Promise<CodeAsked> {
  const { phone, address } = asked
  const isTrusted = (await isOwnDevice(phone, device)) && !(await isSendingNear(address))
  if (!isTrusted) {
    if (proof) await takeProof(proof)
    else if (canProve) return { step: 'PROVE', challenge: await newChallenge() }
    else await takeUnprovedSend(address)
  }
  return { step: 'SENT', ...(await sendSignInCode(asked)) }
}

async function isOwnDevice(phone: string, device: string | null): Promise<boolean> {
  if (device === null) return false
  const phoneIndex = await blindIndex('phone', phone)
  const person = await database().user.findUnique({ where: { phoneIndex }, select: { id: true } })
  return person !== null && isKnownDevice(database(), person.id, device)
}
