'use client'
import { useTranslations } from 'next-intl'
import type { DraftView } from '@/lib/qualifications/draft/read-draft'
import { offeredOptions } from '@/lib/rulebook/conditions'
import type { FieldGroup, KindRules, Rulebook } from '@/lib/rulebook/rulebook'
import { wordsOf } from '@/lib/rulebook/words'
import { AcceptedField } from './accepted-field'
import { OnlyAnswer } from './only-answer'
import { RuleField } from './rule-field'
import { isShown } from './shown-fields'
import { UnlockedNote } from './unlocked-note'

type Props = {
  group: FieldGroup
  /** Shows the title of the group, where other groups come before it on the page. */
  isTitled: boolean
  idTypes: KindRules['idTypes']
  switches: Rulebook['switches']
  /** Holds the answers as stored, or as sent. */
  values: Readonly<Record<string, string>>
  /** Holds the answers as chosen now. */
  answers: Readonly<Record<string, string>>
  locks: DraftView['locks']
  errorOf: (key: string) => string | undefined
}

/**
 * Shows the fields of one group. One that isn't required stays in its place, hidden and not sent, with what was typed.
 */
export function FieldGroupFields({ group, isTitled, idTypes, switches, values, answers, locks, errorOf }: Props) {
  const t = useTranslations('rulebook')
  const words = wordsOf(answers)
  const lock = locks.groups[group.key]
  const isAny = group.fields.some((field) => isShown(group, field, answers, locks.fields))
  return (
    <>
      {isTitled && isAny ? (
        <div className="border-t pt-5">
          <h2 className="text-lg">{t(`groups.${group.key}.title`, words)}</h2>
          <p className="max-w-measure text-sm text-text-muted">{t(`groups.${group.key}.hint`, words)}</p>
        </div>
      ) : null}
      {isAny && lock?.state === 'UNLOCKED' ? <UnlockedNote because={lock.because} answers={answers} /> : null}
      {group.fields.map((rule) => {
        const value = rule.optionsWhen ? (answers[rule.key] ?? '') : (values[rule.key] ?? '')
        const subject = rule.key.slice(0, rule.key.indexOf('.'))
        const options = rule.options && offeredOptions({ switches }, rule, answers)
        const isVisible = isShown(group, rule, answers, locks.fields)
        if (locks.fields[rule.key]?.isLocked) {
          return isVisible ? <AcceptedField key={rule.key} rule={rule} value={value} words={words} /> : null
        }
        if (isVisible && rule.optionsWhen && options?.length === 1) {
          return <OnlyAnswer key={rule.key} rule={rule} value={options[0] ?? ''} words={words} />
        }
        return (
          <fieldset
            key={rule.key}
            role="presentation"
            disabled={!isVisible}
            className={isVisible ? 'contents' : 'hidden'}
          >
            <RuleField
              // Other options are another question: what it had chosen is not an answer to it.
              key={rule.optionsWhen ? options?.join() : rule.key}
              rule={rule}
              options={options ?? []}
              words={words}
              value={value}
              error={errorOf(rule.key)}
              idType={idTypes.find(({ type }) => type === answers[`${subject}.idType`])}
            />
          </fieldset>
        )
      })}
    </>
  )
}
