'use client'
import { useTranslations } from 'next-intl'
import { type ChangeEvent, useState } from 'react'
import type { DraftView } from '@/lib/qualifications/read-draft'
import { type FieldTask, isAbsent } from '@/lib/qualifications/tasks'
import type { Problem } from '@/lib/rulebook/problems'
import type { FieldGroup, KindRules, Rulebook } from '@/lib/rulebook/rulebook'
import { wordsOf } from '@/lib/rulebook/words'
import type { Sent } from '@/lib/web/form-action'
import { DraftForm } from './draft-form'
import { FieldGroupFields } from './field-group-fields'
import { saveAnswers } from './save-answers'
import { textsIn } from './sent'
import { isShown, settled } from './shown-fields'
import { useDraftForm } from './use-draft-form'

type Props = {
  qualificationId: string
  task: FieldTask
  /** All of the task's, asked for now or not. */
  groups: readonly FieldGroup[]
  idTypes: KindRules['idTypes']
  switches: Rulebook['switches']
  values: Readonly<Record<string, string>>
  locks: DraftView['locks']
  seen: string
  problems: readonly Problem[]
}

/**
 * The declared fields of one task, as the rulebook asks for them. Fields that an answer brings up come and go with it,
 * and keep what was typed; before scripts run, they come with the next save.
 */
export function FieldsForm(props: Props) {
  const { qualificationId, task, groups, idTypes, switches, values, locks, seen, problems } = props
  const t = useTranslations('rulebook')
  const draft = useDraftForm(saveAnswers, seen)
  const { result, isAsked } = draft
  const fields = groups.flatMap((group) => group.fields)
  const kept = result && !result.ok ? { ...values, ...answersIn(result.sent) } : values
  const [answers, setAnswers] = useState(() => settled({ switches }, fields, kept))
  const words = wordsOf(answers)

  const isLocked = (key: string) => locks.fields[key]?.isLocked === true
  const asked = groups.flatMap((group) => group.fields.filter((field) => isShown(group, field, answers)))
  const typed = asked.filter((field) => !field.filledFrom && !isLocked(field.key))
  const found = (result?.ok ? result.value.problems : problems).flatMap(({ code, params, place }) =>
    place.on === 'FIELD' && asked.some(({ key }) => key === place.key) && (isAsked || !isAbsent(code))
      ? [{ name: place.key, label: t(`fields.${place.key}.label`, words), message: t(`problems.${code}`, params) }]
      : [],
  )
  const choose = ({ target: { name, value } }: ChangeEvent<HTMLInputElement>) => {
    if (fields.some(({ key, type }) => key === name && type === 'CHOICE')) {
      setAnswers(settled({ switches }, fields, { ...answers, [name]: value }))
    }
  }
  return (
    <DraftForm
      draft={draft}
      hidden={{ qualificationId, task, seen, asked: typed.map(({ key }) => key).join(',') }}
      errors={found}
      onChange={choose}
    >
      {groups.map((group, index) => (
        <FieldGroupFields
          key={group.key}
          group={group}
          isTitled={index > 0}
          idTypes={idTypes}
          switches={switches}
          values={kept}
          answers={answers}
          locks={locks}
          errorOf={(key) => found.find(({ name }) => name === key)?.message}
        />
      ))}
    </DraftForm>
  )
}

/** Of a refused form, what was typed: choices as one answer, as they are kept. */
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
