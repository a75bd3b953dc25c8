import 'server-only'
import { can, type PersonActor } from '@/lib/auth/actor'
import { type Capability, capabilitiesOf, HANDED_OUT } from '@/lib/auth/capabilities'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import type { Tx } from '@/lib/db/client'
import type { StaffRole } from '@/lib/db/generated/enums'

/** Who has one of these can open or read everything: one administrator alone, or who took over their session, makes none. */
const TAKES_TWO: readonly StaffRole[] = ['ADMIN', 'AUDITOR']

export const gainedBy = (from: readonly StaffRole[], to: readonly StaffRole[]): StaffRole[] =>
  to.filter((role) => !from.includes(role))

/**
 * Whether roles are given only when a second administrator agrees: where there are two, and it is not switched off. Call
 * it under the lock of administrators.
 */
export async function takesSecond(tx: Tx, gained: readonly StaffRole[]): Promise<boolean> {
  if (env().SECOND_ADMINISTRATOR === '0' || !gained.some((role) => TAKES_TWO.includes(role))) return false
  return (await tx.user.count({ where: { status: 'ACTIVE', roles: { some: { role: 'ADMIN' } } } })) >= 2
}

/**
 * Nobody grants what they lack, but for the work on cases, which those who manage people hand out and don't do.
 *
 * @throws DomainError FORBIDDEN
 */
export function requireMayGrant(
  actor: PersonActor,
  gained: readonly StaffRole[],
  subjectId: string | null = null,
): void {
  const isLacking = (capability: Capability) => !can(actor, capability) && !HANDED_OUT.includes(capability)
  if (!capabilitiesOf(gained).some(isLacking)) return
  throw new DomainError('FORBIDDEN', 'Grants what they lack', { subjectId })
}
