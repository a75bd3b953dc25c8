import { holds, offeredOptions } from '@/lib/rulebook/conditions'
import type { FieldGroup, FieldRule, Rulebook } from '@/lib/rulebook/rulebook'

type Answers = Readonly<Record<string, string>>
type Switched = Pick<Rulebook, 'switches'>

/** Whether a field is asked for under these answers. All that can be is on the page, for answers to change it there. */
export const isShown = (group: FieldGroup, field: FieldRule, answers: Answers): boolean =>
  holds(group.when, answers) && holds(field.when, answers)

/**
 * The answers with what follows from them: of choices that depend on others, one that isn't offered any more is none,
 * and one that alone is offered is the answer.
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
