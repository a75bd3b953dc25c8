import type { ComponentProps } from 'react'
import { described, Field, type FieldProps } from './field'
import { Select } from './select'

type Option = { value: string; label: string; isDisabled?: boolean }

type Props = FieldProps &
  Omit<ComponentProps<'select'>, keyof FieldProps | 'children'> & {
    options: readonly Option[]
    /** Labels the empty choice; without it there is none. */
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
      <Select {...select} {...described({ name, hint, error })} name={name} className="max-w-80">
        {placeholder === undefined ? null : <option value="">{placeholder}</option>}
        {options.map(({ value, label, isDisabled }) => (
          <option key={value} value={value} disabled={isDisabled}>
            {label}
          </option>
        ))}
      </Select>
    </Field>
  )
}
