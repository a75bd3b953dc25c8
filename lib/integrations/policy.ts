import { type Actor, can } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import type { Prisma } from '@/lib/db/generated/client'

/** Returns a filter for the keys that the actor may see: people who manage integrations see all, others none. */
export function visibleApiKeys(actor: Actor): Prisma.ApiKeyWhereInput {
  return can(actor, 'integrations.manage') ? {} : { id: { in: [] } }
}

/**
 * Refuses actors who may not manage integrations.
 *
 * @throws DomainError FORBIDDEN
 */
export function requireIntegrator(actor: Actor, subjectId: string | null = null): void {
  if (!can(actor, 'integrations.manage')) throw new DomainError('FORBIDDEN', 'Does not manage keys', { subjectId })
}
