import type { RuleKind } from '@/lib/db/generated/enums'
import { slugOf } from '@/lib/rulebook/editing/version-names'

/** Maps each kind of rules to its page. */
export const PLACES: Readonly<Record<RuleKind, string>> = {
  RULEBOOK: '/rules',
  REASONS: '/reasons',
  LETTERS: '/letters',
}

export const pathOf = (kind: RuleKind, version: string): string => `${PLACES[kind]}/${slugOf(version)}`
