'use client'
import type { InputEvent } from 'react'
import { useFormStatus } from 'react-dom'
import { described, Field, type FieldProps } from './field'

type Props = Omit<FieldProps, 'isOptional'> & {
  /** Identifies the field where several forms of a page ask for a code; otherwise the name does. */
  id?: string
  /** Sends the form with the sixth digit. The hint must say so. */
  isSentWhenComplete?: boolean
}

/** Asks for six digits from a message: one box, which phones fill in by themselves. */
export function CodeField({ name, id = name, label, hint, error, className, isSentWhenComplete = false }: Props) {
  const { pending } = useFormStatus()
  const sendWhenComplete = ({ currentTarget, nativeEvent }: InputEvent<HTMLInputElement>) => {
    if (!pending && !nativeEvent.isComposing && currentTarget.validity.valid) currentTarget.form?.requestSubmit()
  }
  return (
    <Field {...{ name: id, label, hint, error }} {...(className ? { className } : {})}>
      <input
        {...described({ name: id, hint, error })}
        name={name}
        type="text"
        inputMode="numeric"
        autoComplete="one-time-code"
        pattern="[0-9]{6}"
        minLength={6}
        maxLength={6}
        required
        spellCheck={false}
        onInput={isSentWhenComplete ? sendWhenComplete : undefined}
        className="control numeric max-w-44 font-mono text-lg tracking-[0.3em] compact:text-lg"
      />
    </Field>
  )
}
