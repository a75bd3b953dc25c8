import { numberWithBirthDate } from '@/lib/rulebook/birth-date'
import { holds, offeredOptions } from '@/lib/rulebook/conditions'
import type { FieldGroup, FieldRule, Rulebook } from '@/lib/rulebook/rulebook'

type Answers = Readonly<Record<string, string>>
type Switched = Pick<Rulebook, 'switches'>

type Locks = Readonly<Record<string, { isLocked: boolean } | undefined>>

/**
 * Returns whether a field is to be typed with these answers. The page contains all fields that may be required, so that
 * answers change it there. A date of birth that the ID number contains is not typed, unless it alone was refused.
 */
export function isShown(group: FieldGroup, field: FieldRule, answers: Answers, locks: Locks): boolean {
  if (!holds(group.when, answers) || !holds(field.when, answers)) return false
  const number = numberWithBirthDate(field.key, answers)
  return number === null || (locks[number]?.isLocked === true && locks[field.key]?.isLocked !== true)
}

/**
 * Returns the answers with what follows from them: of choices that depend on others, one that isn't offered any more is
 * none, and one that alone is offered is the answer.
 */
export function settled(rulebook: Switched, fields: readonly FieldRule[], answers: Answers): Record<string, string> {
  const known = { ...answers }
  for (const field of fields) {
    if (!field.optionsWhen) continue
    const offered = offeredOptions(rulebook, field, known)
    const [only = ''] = offered.length === 1 ? offered : []
    const chosen = known[field.key] ?? ''
    known[field.key] = offered.includes(chosen) ? chosen : only
  }
  return known
}

/**
 * Returns what a form shows before anybody types: an empty answer is filled with what was read meanwhile, and nothing
 * else changes. What another tab stored is not shown, because the form holds no digest of it: see `merge-answers.ts`.
 */
export function firstShown(shown: Answers, read: Answers): Answers {
  const more = Object.entries(read).filter(([key, text]) => text && !shown[key])
  return more.length > 0 ? { ...shown, ...Object.fromEntries(more) } : shown
}
