'use client'
import { useTranslations } from 'next-intl'
import { ChoiceCards } from '@/components/forms/choice-cards'
import { SelectField } from '@/components/forms/select-field'
import { TextField } from '@/components/forms/text-field'
import { TextareaField } from '@/components/forms/textarea-field'
import { choicesOf } from '@/lib/rulebook/answers'
import type { FieldRule, IdTypeRule } from '@/lib/rulebook/rulebook'
import { ValidUntilField } from './valid-until-field'

type Props = {
  rule: FieldRule
  value: string
  error: string | undefined
  /** The type that is chosen, where the form asks for one. */
  idType: IdTypeRule | undefined
  onChoose: ((value: string) => void) | undefined
}

/** More than so many answers are a list to open, rather than cards. */
const MOST_CARDS = 4

/** One field as the rulebook has it. */
export function RuleField({ rule, value, error, idType, onChoose }: Props) {
  const t = useTranslations('rulebook')
  const words = useTranslations('applicant.draft')
  const { key: name, type, maxLength, options = [] } = rule
  const label = t(`fields.${name}.label`)
  const hint = name === 'person.idNumber' && idType ? t(`idNumbers.${idType.type}`) : t(`fields.${name}.hint`)
  const field = { name, label, hint, error, isOptional: !rule.required }
  const choices = options.map((option) => ({ value: option, label: t(`options.${name}.${option}`) }))

  if (rule.filledFrom) return <TextField {...field} defaultValue={value} readOnly width="half" />
  switch (type) {
    case 'CHOICES':
      return (
        <ChoiceCards type="checkbox" {...field} legend={label} choices={choices} defaultValues={choicesOf(value)} />
      )
    case 'CHOICE':
      if (choices.length <= MOST_CARDS) {
        return (
          <ChoiceCards type="radio" {...field} legend={label} choices={choices} defaultValues={[value]} columns={2} />
        )
      }
      return (
        <SelectField
          {...field}
          options={choices}
          placeholder={words('choose')}
          defaultValue={value}
          onChange={({ target }) => onChoose?.(target.value)}
        />
      )
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
      return <TextField {...field} width="half" defaultValue={value} maxLength={maxLength * 2} />
  }
}
