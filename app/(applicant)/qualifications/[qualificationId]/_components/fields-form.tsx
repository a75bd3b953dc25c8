'use client'
import { useTranslations } from 'next-intl'
import { type ChangeEvent, useState } from 'react'
import { textsIn } from '@/components/forms/sent'
import { FieldGroupFields } from '@/components/qualifications/field-group-fields'
import { firstShown, isShown, settled } from '@/components/qualifications/shown-fields'
import type { Sent } from '@/lib/core/forms/action-result'
import type { DraftView } from '@/lib/qualifications/draft/read-draft'
import { type FieldTask, isAbsent } from '@/lib/qualifications/draft/tasks'
import { numberWithBirthDate } from '@/lib/rulebook/birth-date'
import type { Problem } from '@/lib/rulebook/problems'
import type { FieldGroup, KindRules, Rulebook } from '@/lib/rulebook/rulebook'
import { wordsOf } from '@/lib/rulebook/words'
import { DraftForm } from './draft-form'
import { saveAnswers } from './save-answers'
import { useDraftForm } from './use-draft-form'

type Props = {
  qualificationId: string
  task: FieldTask
  /** Lists all groups of the task, required now or not. */
  groups: readonly FieldGroup[]
  idTypes: KindRules['idTypes']
  switches: Rulebook['switches']
  values: Readonly<Record<string, string>>
  /** Holds what photographs say where answers are still empty. */
  read: Readonly<Record<string, string>>
  locks: DraftView['locks']
  slotNames: Readonly<Record<string, string>>
  seen: string
  problems: readonly Problem[]
}

/**
 * Shows the declared fields of one task, as the rulebook requires them. Fields that depend on an answer come and go
 * with it, and retain what was typed; before scripts run, they come with the next save.
 */
export function FieldsForm(props: Props) {
  const { qualificationId, task, groups, idTypes, switches, values, read, locks, slotNames, seen, problems } = props
  const t = useTranslations('rulebook')
  const draft = useDraftForm(saveAnswers, seen)
  const { result, showsMissing } = draft
  const fields = groups.flatMap((group) => group.fields)
  const [initialValues, setInitialValues] = useState<typeof values>(() => ({
    ...values,
    ...read,
    ...(result?.ok === false && answersIn(result.sent)), // before scripts ran
  }))
  const valuesWithRead = firstShown(initialValues, read)
  if (valuesWithRead !== initialValues) setInitialValues(valuesWithRead)
  const [answers, setAnswers] = useState(() => settled({ switches }, fields, valuesWithRead))
  const words = wordsOf(answers)

  const isLocked = (key: string) => locks.fields[key]?.isLocked === true
  const shown = groups.flatMap((group) => group.fields.filter((field) => isShown(group, field, answers, locks.fields)))
  const typed = shown.filter((field) => !field.filledFrom && !isLocked(field.key))
  const found = (result?.ok ? result.value.problems : problems).flatMap(({ code, params, place }) => {
    if (place.on !== 'FIELD' || (isAbsent(code) && !showsMissing)) return []
    const isTyped = shown.some(({ key }) => key === place.key)
    const name = isTyped ? place.key : (numberWithBirthDate(place.key, answers) ?? place.key)
    if (!shown.some(({ key }) => key === name) || (name !== place.key && isAbsent(code))) return []
    return [{ name, label: t(`fields.${place.key}.label`, words), message: t(`problems.${code}`, params) }]
  })
  const choose = ({ target: { name, value } }: ChangeEvent<HTMLInputElement>) => {
    if (fields.some(({ key, type }) => key === name && type === 'CHOICE')) {
      setAnswers(settled({ switches }, fields, { ...answers, [name]: value }))
    }
  }
  return (
    <DraftForm
      draft={draft}
      hidden={{ qualificationId, task, asked: typed.map(({ key }) => key).join(',') }}
      errors={found}
      slotNames={slotNames}
      onChange={choose}
    >
      {groups.map((group, index) => (
        <FieldGroupFields
          key={group.key}
          group={group}
          isTitled={index > 0 && task !== 'who'}
          idTypes={idTypes}
          switches={switches}
          values={valuesWithRead}
          answers={answers}
          locks={locks}
          errorOf={(key) => found.find(({ name }) => name === key)?.message}
        />
      ))}
    </DraftForm>
  )
}

/** Returns what was typed into a refused form, with choices as one answer, as they are stored. */
function answersIn(sent: Sent): Record<string, string> {
  return Object.fromEntries(
    Object.keys(sent).map((name) => [
      name,
      textsIn(sent, name)
        .filter((text) => text !== '')
        .join(','),
    ]),
  )
}
