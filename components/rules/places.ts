import type { RuleKind } from '@/lib/db/generated/enums'
import { slugOf } from '@/lib/rulebook/editing/version-names'

/** These are the pages of each kind of rules. */
export const PLACES: Readonly<Record<RuleKind, string>> = {
  RULEBOOK: '/rules',
  REASONS: '/reasons',
  LETTERS: '/letters',
}

export const pathOf = (kind: RuleKind, version: string): string => `${PLACES[kind]}/${slugOf(version)}`
