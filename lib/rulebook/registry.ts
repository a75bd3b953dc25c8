import { DomainError } from '@/lib/core/errors'
import type { QualificationKind } from '@/lib/db/generated/enums'
import type { KindRules, Rulebook } from './rulebook'
import { CN_MAINLAND_2024_10 } from './versions/cn-mainland-2024-10'

/** Every version that a submission may have been begun under, oldest first. */
export const RULEBOOKS: readonly [Rulebook, ...Rulebook[]] = [CN_MAINLAND_2024_10]

/** The one that a new draft is begun under. */
export function currentRulebook(): Rulebook {
  return RULEBOOKS.at(-1) ?? RULEBOOKS[0]
}

/** The one that a submission was begun under. A version that is not known is a bug, or newer than this code. */
export function rulebookOf(version: string): Rulebook {
  const rulebook = RULEBOOKS.find((candidate) => candidate.version === version)
  if (!rulebook) throw new Error(`No rulebook has the version ${version}`)
  return rulebook
}

/** @throws DomainError INVALID_INPUT when this kind of applicant can't apply under it. */
export function rulesFor(rulebook: Rulebook, kind: QualificationKind): KindRules {
  const rules = rulebook.kinds[kind]
  if (!rules) throw new DomainError('INVALID_INPUT', `${rulebook.version} has no rules for ${kind}`)
  return rules
}
