import type { ComponentProps } from 'react'
import { cn } from '@/components/ui/cn'
import { described, Field, type FieldProps } from './field'

type Props = FieldProps &
  Omit<ComponentProps<'input'>, keyof FieldProps | 'size'> & {
    /** Matches the width of the answer, which is a hint of its own. */
    width?: 'full' | 'half' | 'short'
  }

const WIDTHS = { full: '', half: 'max-w-80', short: 'max-w-44' }

export function TextField({
  name,
  label,
  hint,
  error,
  isOptional = false,
  className,
  width = 'full',
  ...input
}: Props) {
  return (
    <Field {...{ name, label, hint, error, isOptional }} {...(className ? { className } : {})}>
      <input
        type="text"
        autoComplete="off"
        {...input}
        {...described({ name, hint, error })}
        name={name}
        className={cn('control', WIDTHS[width])}
      />
    </Field>
  )
}

export const EmailField = (props: Props) => (
  <TextField type="email" inputMode="email" autoCapitalize="none" spellCheck={false} {...props} />
)

/** Shows nothing that was typed before. `isNew` has the browser offer to generate a password, and to store it. */
export const PasswordField = ({ isNew = false, ...props }: Props & { isNew?: boolean }) => (
  <TextField type="password" autoComplete={isNew ? 'new-password' : 'current-password'} {...props} />
)
