'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { type FieldTask, isAbsent } from '@/lib/qualifications/tasks'
import type { Problem } from '@/lib/rulebook/problems'
import type { FieldRule, KindRules } from '@/lib/rulebook/rulebook'
import type { Sent } from '@/lib/web/form-action'
import { DraftForm } from './draft-form'
import { RuleField } from './rule-field'
import { saveAnswers } from './save-answers'
import { textsIn } from './sent'
import { useDraftForm } from './use-draft-form'

type Props = {
  qualificationId: string
  task: FieldTask
  fields: readonly FieldRule[]
  idTypes: KindRules['idTypes']
  values: Readonly<Record<string, string>>
  seen: string
  problems: readonly Problem[]
}

/** The declared fields of one task, as the rulebook asks for them. */
export function FieldsForm({ qualificationId, task, fields, idTypes, values, seen, problems }: Props) {
  const t = useTranslations('rulebook')
  const draft = useDraftForm(saveAnswers, seen)
  const { result, isAsked } = draft
  const shown = result && !result.ok ? { ...values, ...answersIn(result.sent) } : values
  const [idType, setIdType] = useState(shown['person.idType'] ?? '')

  const found = (result?.ok ? result.value.problems : problems).flatMap(({ code, params, place }) =>
    place.on === 'FIELD' && (isAsked || !isAbsent(code))
      ? [{ name: place.key, label: t(`fields.${place.key}.label`), message: t(`problems.${code}`, params) }]
      : [],
  )
  const asked = fields.filter((field) => !field.filledFrom)
  return (
    <DraftForm
      draft={draft}
      hidden={{ qualificationId, task, seen, asked: asked.map(({ key }) => key).join(',') }}
      errors={found}
    >
      {fields.map((rule) => (
        <RuleField
          key={rule.key}
          rule={rule}
          value={shown[rule.key] ?? ''}
          error={found.find(({ name }) => name === rule.key)?.message}
          idType={idTypes.find(({ type }) => type === idType)}
          onChoose={rule.key === 'person.idType' ? setIdType : undefined}
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
