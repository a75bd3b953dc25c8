import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn'
import { Checkbox } from './checkbox'
import { FieldError, FieldHint } from './field'

export type Choice = { value: string; label: ReactNode; hint?: ReactNode; isDisabled?: boolean }

type Props = {
  /** Permits one of them, or several. */
  type: 'radio' | 'checkbox'
  name: string
  legend: ReactNode
  hint?: ReactNode
  error?: ReactNode
  choices: readonly Choice[]
  /** Lists the ones chosen before. */
  defaultValues?: readonly string[]
  isRequired?: boolean
  /** Puts them side by side where there is room. */
  columns?: 1 | 2
}

/** Asks a question with a few answers, each on a card that is one large target. The first one has the field's id. */
export function ChoiceCards(props: Props) {
  const { type, name, legend, hint, error, choices, defaultValues = [], isRequired = false, columns = 1 } = props
  const ids = [hint ? `${name}-hint` : null, error ? `${name}-error` : null].filter((id) => id !== null).join(' ')
  return (
    <fieldset {...(ids ? { 'aria-describedby': ids } : {})}>
      <legend className="font-medium">{legend}</legend>
      <FieldHint name={name}>{hint}</FieldHint>
      <div className={cn('mt-2 grid gap-2', columns === 2 && 'sm:grid-cols-2')}>
        {choices.map(({ value, label, hint: about, isDisabled }, index) => (
          <label
            key={value}
            htmlFor={index === 0 ? name : `${name}-${value}`}
            className={cn(
              'flex min-h-11 gap-3 rounded-md border bg-surface px-4 py-3 hover:border-text-muted compact:px-3 compact:py-2',
              'has-checked:border-action has-checked:bg-action-soft',
              'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus',
              error ? 'border-danger' : 'border-border-strong',
              isDisabled && 'opacity-55',
            )}
          >
            <Checkbox
              type={type}
              id={index === 0 ? name : `${name}-${value}`}
              name={name}
              value={value}
              defaultChecked={defaultValues.includes(value)}
              disabled={isDisabled}
              required={type === 'radio' && isRequired}
              {...(error ? { 'aria-invalid': true } : {})}
              className="mt-[0.2em] outline-none"
            />
            <span className="min-w-0">
              <span className="block font-medium">{label}</span>
              {about ? <span className="block text-sm text-text-muted">{about}</span> : null}
            </span>
          </label>
        ))}
      </div>
      <FieldError name={name}>{error}</FieldError>
    </fieldset>
  )
}
