import 'server-only'
import { notifyPerson } from '@/lib/accounts/notices/notify'
import { shownTime } from '@/lib/accounts/notices/shown-time'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx } from '@/lib/db/client'
import { readIdNumbers } from './recovery/id-endings'
import { isKnownDevice, type RememberedDevice, rememberDevice } from './sessions/devices'
import { type StartedSession, startSession } from './sessions/sessions'

export type SignedIn = { step: 'SIGNED_IN'; userId: string; session: StartedSession; device: RememberedDevice }

type SigningIn = {
  userId: string
  device: string | null
  factor: 'SMS_CODE' | 'PASSWORD' | 'PASSKEY'
  /** The time at which the factor was given, when that was earlier. */
  givenAt?: Date
}

/**
 * Signs in an applicant on a browser that is known as theirs. On any other one they need the ticket: they first confirm
 * the ending of an ID number, if their accounts declare one.
 *
 * @throws DomainError FORBIDDEN, IDENTITY_LOCKED
 */
export async function signInOrConfirm(
  tx: Tx,
  { ticket, ...signingIn }: SigningIn & { ticket: () => Promise<string> },
): Promise<SignedIn | { step: 'CONFIRM'; ticket: string }> {
  const { userId, device } = signingIn
  const isKnown = await isKnownDevice(tx, userId, device)
  if (!isKnown && (await readIdNumbers(tx, userId)).length > 0) return { step: 'CONFIRM', ticket: await ticket() }
  return signInOnDevice(tx, signingIn)
}

/**
 * Signs in an applicant who gave every required factor, and registers their browser as known; they are notified of a
 * browser that is new.
 *
 * @throws DomainError FORBIDDEN when disabled, IDENTITY_LOCKED when they used a code or a passkey and those are locked
 */
export async function signInOnDevice(tx: Tx, { userId, device, factor, givenAt: at }: SigningIn): Promise<SignedIn> {
  const session = await startSession(tx, { userId, audience: 'APPLICANT', factors: [at ? { factor, at } : factor] })
  if (!session) throw new DomainError('FORBIDDEN', 'Disabled')
  const now = await databaseTime(tx)
  if (factor !== 'PASSWORD') {
    const data = { ...(factor === 'SMS_CODE' ? { phoneProvedAt: now } : {}), identityMisses: 0 }
    const { count } = await tx.user.updateMany({ where: { id: userId, lockedAt: null }, data })
    if (count !== 1) throw new DomainError('IDENTITY_LOCKED', 'Locked meanwhile')
  }
  const remembered = await rememberDevice(tx, userId, device)
  if (remembered.isNew) await notifyPerson(tx, { userId, template: 'NEW_DEVICE', params: { at: shownTime(now) } })
  return { step: 'SIGNED_IN', userId, session, device: remembered }
}
