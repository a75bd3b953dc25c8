import { type Actor, can } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'

/** Drafts and versions of rules are for those who manage them: to everyone else they are what pages ask for. */
export function requireRuleManager(actor: Actor, subjectId: string | null = null): void {
  if (!can(actor, 'rules.manage')) throw new DomainError('FORBIDDEN', 'Does not manage rules', { subjectId })
}
