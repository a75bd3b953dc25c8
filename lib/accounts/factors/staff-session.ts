import 'server-only'
import type { OwingSession, PersonActor } from '@/lib/auth/actor'
import { hasFreshFactor } from '@/lib/auth/fresh-factor'
import { hasSecondFactor } from '@/lib/auth/sessions'
import { DomainError } from '@/lib/core/errors'
import { database, type Reader, type Tx } from '@/lib/db/client'

/** Who can say who they are, or say it once more: staff, signed in or half-way. */
export type StaffSession = PersonActor | OwingSession

/** @throws DomainError FORBIDDEN for applicants, who have no such factors */
export function requireStaff(session: StaffSession): void {
  if (session.kind === 'PERSON' && session.audience !== 'STAFF') throw new DomainError('FORBIDDEN', 'Not of the staff')
}

/**
 * That this session may add a factor: it owes just that, or gave one a short while ago.
 *
 * @throws DomainError FORBIDDEN, FRESH_FACTOR_NEEDED
 */
export async function requireSetUp(reader: Reader, session: StaffSession): Promise<void> {
  requireStaff(session)
  if (session.kind === 'OWING') {
    if (session.owes !== 'SET_UP_SECOND_FACTOR') throw new DomainError('FORBIDDEN', 'Owes another step')
  } else if (!(await hasFreshFactor(reader, session))) {
    throw new DomainError('FRESH_FACTOR_NEEDED', 'The second factor was given too long ago')
  }
}

/**
 * The same, once the person's row is locked: of two who set up the first factor at once, the second waits, and then finds
 * that there is one, which it would have had to give.
 *
 * @throws DomainError CONFLICT
 */
export async function lockForSetUp(tx: Tx, { kind, id }: StaffSession): Promise<void> {
  await lockPerson(tx, id)
  if (kind === 'OWING' && (await hasSecondFactor(tx, id))) throw new DomainError('CONFLICT', 'Set up meanwhile')
}

/** Of two changes to what one person has, the second waits. */
export async function lockPerson(tx: Tx, userId: string): Promise<void> {
  await tx.$queryRaw`SELECT FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`
}

/** For pages: whether they need not ask again. */
export const isConfirmed = (actor: PersonActor): Promise<boolean> => hasFreshFactor(database(), actor)
