import type { ReactNode } from 'react'
import { Checkbox } from './checkbox'
import { described, FieldError, FieldHint, type FieldProps } from './field'

type Props = Omit<FieldProps, 'isOptional' | 'className'> & {
  label: ReactNode
  value?: string
  defaultChecked?: boolean
  isRequired?: boolean
}

/** One statement to agree to, or one switch. */
export function CheckboxField({
  name,
  label,
  hint,
  error,
  value = 'on',
  defaultChecked = false,
  isRequired = false,
}: Props) {
  return (
    <div>
      <label htmlFor={name} className="flex min-h-11 gap-3 py-2 compact:min-h-8 compact:py-1">
        <Checkbox
          {...described({ name, hint, error })}
          name={name}
          value={value}
          defaultChecked={defaultChecked}
          required={isRequired}
          className="mt-[0.2em]"
        />
        <span className="max-w-measure">{label}</span>
      </label>
      <div className="-mt-1.5 pl-8 empty:hidden compact:pl-7">
        <FieldHint name={name}>{hint}</FieldHint>
        <FieldError name={name}>{error}</FieldError>
      </div>
    </div>
  )
}
