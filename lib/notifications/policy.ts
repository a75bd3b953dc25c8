import { can, type PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'

/**
 * Staff are told where they sign in, and have nothing to choose.
 *
 * @throws DomainError FORBIDDEN
 */
export function requireApplicant(actor: PersonActor): void {
  if (!can(actor, 'qualification.own')) throw new DomainError('FORBIDDEN', 'Not an applicant')
}
