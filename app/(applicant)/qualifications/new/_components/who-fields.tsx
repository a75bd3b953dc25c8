'use client'
import { type ComponentProps, useState } from 'react'
import { FieldGroupFields } from '@/components/qualifications/field-group-fields'
import { settled } from '@/components/qualifications/shown-fields'
import { offeredOptions } from '@/lib/rulebook/conditions'
import type { FieldGroup, KindRules, Rulebook } from '@/lib/rulebook/rulebook'

type Answers = Readonly<Record<string, string>>

type Props = {
  groups: readonly FieldGroup[]
  idTypes: KindRules['idTypes']
  switches: Rulebook['switches']
  /** The answers with which it opens. */
  values: Answers
}

/** Nothing of a new application was accepted yet. */
const NO_LOCKS: ComponentProps<typeof FieldGroupFields>['locks'] = {
  fields: {},
  groups: {},
  signatures: {},
  mayAddSignatures: true,
  samples: { isLocked: false, state: 'OPEN', because: [] },
}

/** Asks what decides which documents are required. Questions come and go with the answers. */
export function WhoFields({ groups, idTypes, switches, values }: Props) {
  const fields = groups.flatMap((group) => group.fields)
  const answered = (given: Answers): Answers => {
    const known = settled({ switches }, fields, given)
    // The certificate that nearly all have is chosen; the documents page names it.
    const usual = fields
      .filter(({ key, optionsWhen }) => optionsWhen && !known[key] && known['organisation.type'])
      .map((field) => [field.key, offeredOptions({ switches }, field, known)[0] ?? ''])
    return { ...known, ...Object.fromEntries(usual) }
  }
  const [answers, setAnswers] = useState(() => answered(values))
  return (
    <div
      className="flex flex-col gap-6"
      onChange={({ target }) => {
        const { name, value } = target as unknown as HTMLInputElement
        if (fields.some(({ key }) => key === name)) setAnswers(answered({ ...answers, [name]: value }))
      }}
    >
      {groups.map((group) => (
        <FieldGroupFields
          key={group.key}
          group={group}
          isTitled={false}
          idTypes={idTypes}
          switches={switches}
          values={values}
          answers={answers}
          locks={NO_LOCKS}
          errorOf={() => undefined}
        />
      ))}
    </div>
  )
}
