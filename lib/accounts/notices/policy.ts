import { can, type PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'

/**
 * Refuses everybody but applicants who proved who they are: staff, who have nothing to choose here, and sessions that
 * the platform vouched for. What concerns the person or the account as a whole asks it: members, numbers, ways to sign
 * in and to be notified, sessions, exports, erasure (decision 86).
 *
 * @throws DomainError FORBIDDEN
 */
export function requireApplicant(actor: PersonActor, subjectId: string | null = null): void {
  if (!can(actor, 'account.manage')) throw new DomainError('FORBIDDEN', 'Not an applicant', { subjectId })
}
