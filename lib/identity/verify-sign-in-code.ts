import 'server-only'
import { guessCode, spendCode, type TriedCode } from '@/lib/accounts/guess-code'
import { sealTicket } from '@/lib/accounts/sign-in-codes'
import { isKnownDevice } from '@/lib/auth/devices'
import { type Tx, transaction } from '@/lib/db/client'
import { enterOnDevice, type SignedIn } from './enter-on-device'
import { readIdNumbers } from './id-endings'

export type PhoneProved =
  | SignedIn
  /** Nobody is known by this phone yet: the ticket registers one, soon and once. */
  | { step: 'REGISTER'; ticket: string }
  /** Someone is, and this browser is not known as theirs: the number may have been given to someone else since. */
  | { step: 'CONFIRM'; ticket: string }
  /** Someone is, and nobody gets in by a code. */
  | { step: 'LOCKED'; ticket: string }

/**
 * Takes a guess at the code that a phone was sent. Nothing about whoever is known by it is told before the code is right;
 * and on a browser that is not known as theirs nothing personal before they say how their ID number ends.
 *
 * @param phone E.164
 * @param device the secret that the browser holds, if any
 * @throws DomainError RATE_LIMITED, CODE_WRONG, CODE_EXPIRED (used up, too old or never sent), FORBIDDEN when disabled
 */
export async function verifySignInCode({ device = null, ...tried }: TriedCode & { device?: string | null }) {
  const { codeId, phoneIndex } = await guessCode(tried)
  return transaction((tx) => proved(tx, { codeId, phone: tried.phone, phoneIndex, device }))
}

type Proved = { codeId: string; phone: string; phoneIndex: Uint8Array<ArrayBuffer>; device: string | null }

/** Uses the code up, and goes one step on. */
async function proved(tx: Tx, { codeId, phone, phoneIndex, device }: Proved): Promise<PhoneProved> {
  await spendCode(tx, codeId)
  const ticket = () => sealTicket({ codeId, phone })
  const person = await tx.user.findUnique({ where: { phoneIndex }, select: { id: true, lockedAt: true } })
  if (!person) return { step: 'REGISTER', ticket: await ticket() }
  if (person.lockedAt) return { step: 'LOCKED', ticket: await ticket() }
  const isKnown = await isKnownDevice(tx, person.id, device)
  if (!isKnown && (await readIdNumbers(tx, person.id)).length > 0) return { step: 'CONFIRM', ticket: await ticket() }
  return enterOnDevice(tx, { userId: person.id, device, factor: 'SMS_CODE' })
}
