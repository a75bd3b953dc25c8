import 'server-only'
import { type Tx, transaction } from '@/lib/db/client'
import { type SignedIn, signInOrConfirm } from '../sign-in-on-device'
import { checkCode, spendCode, type TriedCode } from './check-code'
import { sealTicket } from './sign-in-codes'

export type PhoneProved =
  | SignedIn
  /** Nobody is registered by this phone yet: the ticket registers a person, once and for a short time. */
  | { step: 'REGISTER'; ticket: string }
  /**
   * A person is registered, but this browser is not known as theirs: the number may have been assigned to another
   * person since.
   */
  | { step: 'CONFIRM'; ticket: string }
  /** A person is registered, but locked: codes do not sign in. */
  | { step: 'LOCKED'; ticket: string }

/**
 * Checks a sign-in code. Nothing about the phone's owner is revealed before the code is right, and on an unknown
 * browser nothing personal before they enter the last characters of their ID number.
 *
 * @param phone E.164
 * @param device the secret of the browser, if it has one
 * @throws DomainError RATE_LIMITED, CODE_WRONG, CODE_EXPIRED (used up, too old or never sent), FORBIDDEN when disabled
 */
export async function verifySignInCode({ device = null, ...tried }: TriedCode & { device?: string | null }) {
  const { codeId, phoneIndex } = await checkCode(tried)
  return transaction((tx) => proved(tx, { codeId, phone: tried.phone, phoneIndex, device }))
}

type Proved = { codeId: string; phone: string; phoneIndex: Uint8Array<ArrayBuffer>; device: string | null }

/** Uses the code up and returns the next step. */
async function proved(tx: Tx, { codeId, phone, phoneIndex, device }: Proved): Promise<PhoneProved> {
  await spendCode(tx, codeId)
  const ticket = () => sealTicket({ codeId, phone })
  const person = await tx.user.findUnique({ where: { phoneIndex }, select: { id: true, lockedAt: true } })
  if (!person) return { step: 'REGISTER', ticket: await ticket() }
  if (person.lockedAt) return { step: 'LOCKED', ticket: await ticket() }
  return signInOrConfirm(tx, { userId: person.id, device, factor: 'SMS_CODE', ticket })
}
