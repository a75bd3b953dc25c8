import { described, Field, type FieldProps } from './field'

type Props = Omit<FieldProps, 'isOptional'> & {
  /** Its id where several forms of a page ask for a code; otherwise that is the name. */
  id?: string
}

/** Asks for six digits from a message: one box, which phones fill in by themselves. */
export function CodeField({ name, id = name, label, hint, error, className }: Props) {
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
        className="control numeric max-w-44 font-mono text-lg tracking-[0.3em] compact:text-lg"
      />
    </Field>
  )
}
