import { DomainError } from '@/lib/core/errors'
import type { QualificationKind } from '@/lib/db/generated/enums'
import type { KindRules, Rulebook } from './rulebook'

/** @throws DomainError INVALID_INPUT when this kind of applicant can't apply under the rulebook */
export function rulesFor(rulebook: Rulebook, kind: QualificationKind): KindRules {
  const rules = rulebook.kinds[kind]
  if (!rules) throw new DomainError('INVALID_INPUT', `${rulebook.version} has no rules for ${kind}`)
  return rules
}
