import { type Actor, can } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'

/** Refuses people who don't manage rules: others see only the requirements on pages. */
export function requireRuleManager(actor: Actor, subjectId: string | null = null): void {
  if (!can(actor, 'rules.manage')) throw new DomainError('FORBIDDEN', 'Does not manage rules', { subjectId })
}
