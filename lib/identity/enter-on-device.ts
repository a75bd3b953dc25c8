import 'server-only'
import { type RememberedDevice, rememberDevice } from '@/lib/auth/devices'
import { type StartedSession, startSession } from '@/lib/auth/sessions'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx } from '@/lib/db/client'
import { shownTime } from '@/lib/notifications/shown-time'
import { tellPerson } from '@/lib/notifications/tell'

export type SignedIn = { step: 'SIGNED_IN'; userId: string; session: StartedSession; device: RememberedDevice }

type Entering = {
  userId: string
  device: string | null
  factor: 'SMS_CODE' | 'PASSWORD'
  /** Where it was given before this. */
  givenAt?: Date
}

/**
 * Signs an applicant in who has given all that is asked for, and makes their browser known as theirs; one that was not
 * before is told to them.
 *
 * @throws DomainError FORBIDDEN when disabled, IDENTITY_LOCKED when it is by a code and nobody gets in by one
 */
export async function enterOnDevice(tx: Tx, { userId, device, factor, givenAt: at }: Entering): Promise<SignedIn> {
  const session = await startSession(tx, { userId, audience: 'APPLICANT', factors: [at ? { factor, at } : factor] })
  if (!session) throw new DomainError('FORBIDDEN', 'Disabled')
  const now = await databaseTime(tx)
  if (factor === 'SMS_CODE') {
    const data = { phoneProvedAt: now, identityMisses: 0 }
    const { count } = await tx.user.updateMany({ where: { id: userId, lockedAt: null }, data })
    if (count !== 1) throw new DomainError('IDENTITY_LOCKED', 'Locked meanwhile')
  }
  const remembered = await rememberDevice(tx, userId, device)
  if (remembered.isNew) await tellPerson(tx, { userId, template: 'NEW_DEVICE', params: { at: shownTime(now) } })
  return { step: 'SIGNED_IN', userId, session, device: remembered }
}
