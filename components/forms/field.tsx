import { CircleX } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn'

export type FieldProps = {
  /** Also the control's id, so that the error summary can link to it. */
  name: string
  label: ReactNode
  hint?: ReactNode
  error?: ReactNode
  isOptional?: boolean
  className?: string
}

type Described = { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }

/** Returns how a control refers to its hint and its error; call it with the props of `Field`. */
export function described({ name, hint, error }: Pick<FieldProps, 'name' | 'hint' | 'error'>): Described {
  const ids = [hint ? `${name}-hint` : null, error ? `${name}-error` : null].filter((id) => id !== null).join(' ')
  return { id: name, ...(ids ? { 'aria-describedby': ids } : {}), ...(error ? { 'aria-invalid': true } : {}) }
}

/** Label above, hint under it, then the control, then what is wrong with it. */
export function Field({
  name,
  label,
  hint,
  error,
  isOptional,
  className,
  children,
}: FieldProps & { children: ReactNode }) {
  const t = useTranslations('common')
  return (
    <div className={cn('flex flex-col', className)}>
      <label htmlFor={name} className="w-fit font-medium">
        {label}
        {isOptional ? <span className="font-normal text-text-muted">{t('form.optional')}</span> : null}
      </label>
      <FieldHint name={name}>{hint}</FieldHint>
      <div className="mt-1.5">{children}</div>
      <FieldError name={name}>{error}</FieldError>
    </div>
  )
}

export function FieldHint({ name, children }: { name: string; children: ReactNode }) {
  return children ? (
    <div id={`${name}-hint`} className="max-w-measure text-sm text-text-muted compact:text-xs">
      {children}
    </div>
  ) : null
}

export function FieldError({ name, children }: { name: string; children: ReactNode }) {
  return children ? (
    <p id={`${name}-error`} className="mt-1.5 flex gap-1.5 text-sm font-medium text-danger">
      <CircleX aria-hidden className="mt-[0.25em] size-[1.1em] shrink-0" />
      <span>{children}</span>
    </p>
  ) : null
}
