'use client'
import { useTranslations } from 'next-intl'
import { ChoiceCards } from '@/components/forms/choice-cards'
import { SelectField } from '@/components/forms/select-field'
import { TextField } from '@/components/forms/text-field'
import { TextareaField } from '@/components/forms/textarea-field'
import { choicesOf } from '@/lib/rulebook/choices'
import type { FieldRule, IdTypeRule } from '@/lib/rulebook/rulebook'
import { ValidUntilField } from './valid-until-field'

type Props = {
  rule: FieldRule
  /** Lists the options of a choice that are offered now. */
  options: readonly string[]
  /** Holds what its label and hint depend on: see `wordsOf`. */
  words: Record<string, string>
  value: string
  error: string | undefined
  /** Describes the type of ID that is chosen for this person. */
  idType: IdTypeRule | undefined
}

/** Limits the answers that are shown as cards; more of them are a list to open. */
const MAX_CARDS = 4

/** Limits the characters of a person’s name: a field that can be longer has the whole line. */
const LONGEST_NAME = 50

/** Shows one field as the rulebook defines it. */
export function RuleField({ rule, options, words, value, error, idType }: Props) {
  const t = useTranslations('rulebook')
  const draft = useTranslations('applicant.draft')
  const { key: name, type, maxLength } = rule
  const label = t(`fields.${name}.label`, words)
  const isIdNumber = name.endsWith('.idNumber')
  const hint = isIdNumber && idType ? t(`idNumbers.${idType.type}`) : t(`fields.${name}.hint`, words)
  const field = { name, label, hint, error, isOptional: !rule.required }
  const choices = options.map((option) => ({ value: option, label: t(`options.${name}.${option}`) }))

  if (rule.filledFrom) return <TextField {...field} defaultValue={value} readOnly width="half" />
  switch (type) {
    case 'CHOICES':
      return (
        <ChoiceCards type="checkbox" {...field} legend={label} choices={choices} defaultValues={choicesOf(value)} />
      )
    case 'CHOICE':
      if (choices.length <= MAX_CARDS) {
        return (
          <ChoiceCards type="radio" {...field} legend={label} choices={choices} defaultValues={[value]} columns={2} />
        )
      }
      return <SelectField {...field} options={choices} placeholder={draft('choose')} defaultValue={value} />
    case 'LONG_TEXT':
      return <TextareaField {...field} maxLength={maxLength} defaultValue={value} />
    case 'DATE':
      return <TextField {...field} type="date" width="half" defaultValue={value} />
    case 'DATE_OR_LONG_TERM':
      return <ValidUntilField {...field} value={value} isLongTermOffered={idType?.longTerm !== false} />
    case 'NUMBER_CODE':
      return (
        <TextField
          {...field}
          width="half"
          defaultValue={value}
          spellCheck={false}
          autoCapitalize="characters"
          className="numeric"
        />
      )
    case 'PHONE':
      return <TextField {...field} type="tel" inputMode="tel" width="half" defaultValue={value} />
    case 'TEXT':
      return (
        <TextField
          {...field}
          width={maxLength > LONGEST_NAME ? 'full' : 'half'}
          defaultValue={value}
          maxLength={maxLength * 2}
        />
      )
  }
}
