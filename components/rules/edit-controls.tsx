'use client'
import { useFormatter, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Checkbox } from '@/components/forms/checkbox'
import { FieldError } from '@/components/forms/field'
import { Select } from '@/components/forms/select'
import { cn } from '@/components/ui/cn'
import { useEdit } from './edit-context'

type Named = {
  name: string
  /** Names it for screen readers; others see it by the row and the column. */
  label: string
}

/** Shows a figure in a table, or the box to change it in. */
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
        className="control numeric w-24"
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
    <Select key={chosen} id={name} name={name} aria-label={label} defaultValue={chosen} className="w-fit min-w-28">
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </Select>
  )
}

type Checks = {
  name: string
  legend: ReactNode
  values: readonly string[]
  options: readonly (EditOption & { hint?: string })[]
  /** Puts a few short ones in a row. */
  isInline?: boolean
}

/** Shows a choice of several. Where nothing can be changed, it lists those that are chosen. */
export function EditChecks({ name, legend, values, options, isInline = false }: Checks) {
  const { isEditable, chosenOf } = useEdit()
  const format = useFormatter()
  const chosen = chosenOf(name, values)
  if (!isEditable) {
    const labels = options.filter(({ value }) => values.includes(value)).map(({ label }) => label)
    return (
      <div>
        <p className="font-medium">{legend}</p>
        <p className="mt-1 max-w-measure">{labels.length > 0 ? format.list(labels) : '—'}</p>
      </div>
    )
  }
  return (
    <fieldset className="min-w-0">
      <legend className="font-medium">{legend}</legend>
      <ul className={cn('mt-1 gap-x-4 gap-y-1', isInline ? 'flex flex-wrap' : 'grid sm:grid-cols-2 xl:grid-cols-3')}>
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

/** Returns what an error code of the schema means, for the person who typed. */
function useErrorWords(code: string | undefined): string | undefined {
  const t = useTranslations('rules.errors')
  if (code === undefined) return undefined
  return t.has(code) ? t(code) : t('OTHER')
}
