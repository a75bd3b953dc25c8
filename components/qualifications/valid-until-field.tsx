'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Checkbox } from '@/components/forms/checkbox'
import { described, Field, type FieldProps } from '@/components/forms/field'
import { LONG_TERM } from '@/lib/rulebook/long-term'

type Props = FieldProps & { label: string; value: string; isLongTermOffered: boolean }

/** A date, or the box that says there is none: both under one name. */
export function ValidUntilField({ value, isLongTermOffered, ...field }: Props) {
  const t = useTranslations('rulebook')
  const { name, label, hint, error } = field
  const words = useTranslations('applicant.draft')
  const [isLongTerm, setLongTerm] = useState(value === LONG_TERM)
  const [isTouched, setTouched] = useState(false)
  const [before, setBefore] = useState(value)
  // What was read meanwhile is filled in, unless somebody was here first.
  if (value !== before) {
    setBefore(value)
    if (!isTouched) setLongTerm(value === LONG_TERM)
  }
  return (
    <Field {...field}>
      <fieldset aria-label={words('dateOrNone', { label })} className="flex flex-wrap items-center gap-x-5 gap-y-2">
        <input
          {...described({ name, hint, error })}
          type="date"
          name={name}
          defaultValue={value === LONG_TERM ? '' : value}
          onInput={() => setTouched(true)}
          disabled={isLongTerm && isLongTermOffered}
          className="control max-w-80"
        />
        {isLongTermOffered ? (
          <label htmlFor={`${name}-long-term`} className="flex min-h-11 items-center gap-2">
            <Checkbox
              id={`${name}-long-term`}
              name={name}
              value={LONG_TERM}
              checked={isLongTerm}
              onChange={({ target }) => {
                setTouched(true)
                setLongTerm(target.checked)
              }}
            />
            {t(`fields.${name}.longTerm`)}
          </label>
        ) : null}
      </fieldset>
    </Field>
  )
}
