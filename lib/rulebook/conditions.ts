import type { Condition, FieldRule, Rulebook } from './rulebook'

type Answers = Readonly<Record<string, string>>

/** Whether all of them hold; none at all always does. Data alone, so that a form in the browser asks as the verbs do. */
export function holds(conditions: readonly Condition[] | undefined, answers: Answers): boolean {
  return (conditions ?? []).every(({ field, is }) => is.includes(answers[field] ?? ''))
}

/** What a choice offers now: by the other answers, and without what a switch of the rulebook turned off. */
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
