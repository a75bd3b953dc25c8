import type { RuleKind } from '@/lib/db/generated/enums'
import { slugOf } from '@/lib/rules/version-names'

/** Where each kind of rules is at home. */
export const PLACES: Readonly<Record<RuleKind, string>> = {
  RULEBOOK: '/rules',
  REASONS: '/reasons',
  LETTERS: '/letters',
}

export const pathOf = (kind: RuleKind, version: string): string => `${PLACES[kind]}/${slugOf(version)}`
