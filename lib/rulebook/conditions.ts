import type { Condition, FieldRule, Rulebook } from './rulebook'

type Answers = Readonly<Record<string, string>>

/**
 * Returns whether all conditions are met; no condition always is. They are data, so that a form in the browser decides
 * as the server does.
 */
export function holds(conditions: readonly Condition[] | undefined, answers: Answers): boolean {
  return (conditions ?? []).every(({ field, is }) => is.includes(answers[field] ?? ''))
}

/**
 * Returns the options that a choice offers under the other answers, without those that a switch of the rulebook turned
 * off.
 */
export function offeredOptions(
  { switches }: Pick<Rulebook, 'switches'>,
  { options = [], optionsWhen = [], optionSwitches = {} }: FieldRule,
  answers: Answers,
): string[] {
  const fitting = optionsWhen.find(({ when }) => holds(when, answers))?.options ?? options
  return fitting.filter((option) => {
    const name = optionSwitches[option]
    return name === undefined || switches[name]
  })
}
