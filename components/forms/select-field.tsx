import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { described, Field, type FieldProps } from './field'

type Option = { value: string; label: string; isDisabled?: boolean }

type Props = FieldProps &
  Omit<ComponentProps<'select'>, keyof FieldProps | 'children'> & {
    options: readonly Option[]
    /** What an empty choice says; without it there is none. */
    placeholder?: string
  }

export function SelectField({
  name,
  label,
  hint,
  error,
  isOptional = false,
  className,
  options,
  placeholder,
  ...select
}: Props) {
  return (
    <Field {...{ name, label, hint, error, isOptional }} {...(className ? { className } : {})}>
      <div className="relative max-w-80">
        <select
          {...select}
          {...described({ name, hint, error })}
          name={name}
          className="control appearance-none bg-surface pr-10 read-only:bg-surface"
        >
          {placeholder === undefined ? null : <option value="">{placeholder}</option>}
          {options.map(({ value, label, isDisabled }) => (
            <option key={value} value={value} disabled={isDisabled}>
              {label}
            </option>
          ))}
        </select>
        <ChevronDown
          aria-hidden
          className="pointer-events-none absolute inset-y-0 right-3 my-auto size-4 text-text-muted"
        />
      </div>
    </Field>
  )
}
