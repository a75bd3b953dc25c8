'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Checkbox } from '@/components/forms/checkbox'
import { controlStyles } from '@/components/forms/control'
import { FieldError } from '@/components/forms/field'
import { useEdit } from './edit-context'

type Named = { name: string /** Said, not shown: the row and the column show it. */; label: string }

/** A figure in a table, or the box to change it in. */
export function EditNumber({ name, label, value, min = 1, max }: Named & { value: number; min?: number; max: number }) {
  const { isEditable, textOf, errorOf } = useEdit()
  const error = useErrorWords(errorOf(name))
  if (!isEditable) return <span className="numeric">{value}</span>
  return (
    <>
      <input
        type="number"
        inputMode="numeric"
        id={name}
        name={name}
        aria-label={label}
        defaultValue={textOf(name, String(value))}
        min={min}
        max={max}
        required
        {...(error ? { 'aria-invalid': true, 'aria-describedby': `${name}-error` } : {})}
        className={controlStyles('numeric w-24')}
      />
      <FieldError name={name}>{error}</FieldError>
    </>
  )
}

export type EditOption = { value: string; label: string }

export function EditSelect({ name, label, value, options }: Named & { value: string; options: readonly EditOption[] }) {
  const { isEditable, textOf } = useEdit()
  const chosen = textOf(name, value)
  if (!isEditable) return options.find((option) => option.value === value)?.label ?? value
  return (
    <select
      key={chosen}
      id={name}
      name={name}
      aria-label={label}
      defaultValue={chosen}
      className={controlStyles('w-fit min-w-28')}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  )
}

type Checks = {
  name: string
  legend: ReactNode
  values: readonly string[]
  options: readonly (EditOption & { hint?: string })[]
}

/** Which of several. Where nothing can be changed, those that are. */
export function EditChecks({ name, legend, values, options }: Checks) {
  const { isEditable, chosenOf } = useEdit()
  const chosen = chosenOf(name, values)
  return (
    <fieldset className="min-w-0">
      <legend className="font-medium">{legend}</legend>
      <ul className="mt-1 grid gap-x-4 gap-y-1 sm:grid-cols-2 xl:grid-cols-3">
        {options.map(({ value, label, hint }) => (
          <li key={value}>
            <label
              htmlFor={`${name}/${value}`}
              className="flex min-h-11 items-start gap-2 py-2 compact:min-h-0 compact:py-1"
            >
              <Checkbox
                key={String(chosen.includes(value))}
                id={`${name}/${value}`}
                name={name}
                value={value}
                defaultChecked={chosen.includes(value)}
                disabled={!isEditable}
                className="mt-[0.15em]"
              />
              <span className="min-w-0">
                {label}
                {hint ? <span className="block text-xs text-text-muted">{hint}</span> : null}
              </span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  )
}

/** What a code of the schema says to who typed. */
function useErrorWords(code: string | undefined): string | undefined {
  const t = useTranslations('rules.errors')
  if (code === undefined) return undefined
  return t.has(code) ? t(code) : t('OTHER')
}
