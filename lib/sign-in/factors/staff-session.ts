import 'server-only'
import { hasFreshFactor } from '@/lib/accounts/limits/fresh-factor'
import type { IncompleteSession, PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { database, type Reader, type Tx } from '@/lib/db/client'
import { hasSecondFactor } from '../sessions/sessions'

/** A session that can confirm an identity: of staff, signed in or after the first step. */
export type StaffSession = PersonActor | IncompleteSession

/**
 * Refuses applicants, who have no such factors.
 *
 * @throws DomainError FORBIDDEN
 */
export function requireStaff(session: StaffSession): void {
  if (session.kind === 'PERSON' && session.audience !== 'STAFF') throw new DomainError('FORBIDDEN', 'Not of the staff')
}

/**
 * Checks that this session may add a factor: its sign-in requires one now, or it gave one a short while ago.
 *
 * @throws DomainError FORBIDDEN, FRESH_FACTOR_NEEDED
 */
export async function requireSetUp(reader: Reader, session: StaffSession): Promise<void> {
  requireStaff(session)
  if (session.kind === 'INCOMPLETE') {
    if (session.pendingStep !== 'SET_UP_SECOND_FACTOR') throw new DomainError('FORBIDDEN', 'Owes another step')
  } else if (!(await hasFreshFactor(reader, session))) {
    throw new DomainError('FRESH_FACTOR_NEEDED', 'The second factor was given too long ago')
  }
}

/**
 * Checks the same, once the person's row is locked: when two sessions set up the first factor at once, the second
 * waits, and then finds a factor that it should have given.
 *
 * @throws DomainError CONFLICT
 */
export async function lockForSetUp(tx: Tx, { kind, id }: StaffSession): Promise<void> {
  await lockPerson(tx, id)
  if (kind === 'INCOMPLETE' && (await hasSecondFactor(tx, id))) throw new DomainError('CONFLICT', 'Set up meanwhile')
}

/** Locks a person. Of two changes to their factors, the second waits. */
export async function lockPerson(tx: Tx, userId: string): Promise<void> {
  await tx.$queryRaw`SELECT FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`
}

/** Says whether pages need no new confirmation. */
export const isConfirmed = (actor: PersonActor): Promise<boolean> => hasFreshFactor(database(), actor)
