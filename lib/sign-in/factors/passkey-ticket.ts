import 'server-only'
import { DomainError } from '@/lib/core/errors'
import { database, type Tx } from '@/lib/db/client'
import { TICKET_MINUTES } from '../codes/sign-in-codes'
import { openRowTicket, sealRowTicket } from '../tickets'
import { lockPerson } from './staff-session'

/** Proves that a passkey was used at that time. The next use of the passkey, and its removal, void the proof. */
export type PasskeyTicket = { passkeyId: string; usedAt: string }

export const sealPasskeyTicket = ({ passkeyId, usedAt }: { passkeyId: string; usedAt: Date }): Promise<string> =>
  sealRowTicket('passkeys', passkeyId, usedAt.toISOString())

/** Opens a ticket; null when it is not one of ours. */
export async function openPasskeyTicket(ticket: string): Promise<PasskeyTicket | null> {
  const opened = await openRowTicket('passkeys', ticket)
  return opened && { passkeyId: opened.row, usedAt: opened.text }
}

/** Returns the person whose passkey it was. @throws DomainError FACTOR_WRONG when the ticket is no longer valid */
export async function ownerByTicket({ passkeyId, usedAt }: PasskeyTicket): Promise<string> {
  const [owner] = await database().$queryRaw<{ id: string }[]>`
    SELECT user_id::text AS id FROM passkeys WHERE id = ${passkeyId}::uuid AND last_used_at = ${usedAt}::timestamptz
      AND last_used_at > clock_timestamp() - ${TICKET_MINUTES}::int * interval '1 minute'`
  if (!owner) throw gone()
  return owner.id
}

/**
 * Uses up a ticket that was valid just now. The person is locked first, as by those who remove passkeys.
 *
 * @returns when the passkey was used
 * @throws DomainError FACTOR_WRONG
 */
export async function spendPasskeyTicket(tx: Tx, ownerId: string, ticket: PasskeyTicket): Promise<Date> {
  const { passkeyId, usedAt } = ticket
  await lockPerson(tx, ownerId)
  const spent = await tx.$executeRaw`
    UPDATE passkeys SET last_used_at = greatest(clock_timestamp(), last_used_at + interval '1 ms')
    WHERE id = ${passkeyId}::uuid AND user_id = ${ownerId}::uuid AND last_used_at = ${usedAt}::timestamptz`
  if (spent !== 1) throw gone()
  return new Date(usedAt)
}

const gone = () => new DomainError('FACTOR_WRONG', 'The ticket no longer holds')
