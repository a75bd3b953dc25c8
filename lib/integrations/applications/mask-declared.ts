import { maskOrganisationName } from '@/lib/core/masking'
import { maskAnswer } from '@/lib/rulebook/mask-answer'
import type { FieldRule } from '@/lib/rulebook/rulebook'

const TYPED: ReadonlySet<FieldRule['type']> = new Set(['TEXT', 'LONG_TEXT'])

/**
 * Returns an answer as a client without `personal:read` sees it: what identifies a person or names a customer is
 * covered.
 */
export function maskDeclared(rule: FieldRule, value: string): string {
  const masked = maskAnswer(rule, value)
  return masked === value && TYPED.has(rule.type) ? maskOrganisationName(value) : masked
}
