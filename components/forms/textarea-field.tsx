'use client'
import { useTranslations } from 'next-intl'
import { type ComponentProps, useState } from 'react'
import { described, Field, type FieldProps } from './field'

type Props = FieldProps & {
  /** Replaces the name as id, where forms of one page have fields of the same name. */
  id?: string
} & Omit<ComponentProps<'textarea'>, keyof FieldProps | 'value' | 'defaultValue'> & { defaultValue?: string }

/** Shows several lines; with `maxLength` it counts. Characters are counted as people do, not in UTF-16 units. */
export function TextareaField(props: Props) {
  const {
    name,
    id = name,
    label,
    hint,
    error,
    isOptional = false,
    className,
    maxLength,
    defaultValue = '',
    onChange,
    ...textarea
  } = props
  const t = useTranslations('common')
  const [length, setLength] = useState(() => [...defaultValue].length)
  const isOver = maxLength !== undefined && length > maxLength
  return (
    <Field {...{ name: id, label, hint, error, isOptional }} {...(className ? { className } : {})}>
      <textarea
        rows={3}
        {...textarea}
        {...described({ name: id, hint, error })}
        name={name}
        defaultValue={defaultValue}
        onChange={(event) => {
          setLength([...event.target.value].length)
          onChange?.(event)
        }}
        className="control resize-y"
      />
      {maxLength === undefined ? null : (
        <p className={`numeric mt-1 text-right text-xs ${isOver ? 'font-medium text-danger' : 'text-text-muted'}`}>
          <span className="sr-only">{t('form.characters')}</span>
          {length} / {maxLength}
          {isOver ? <span role="status"> {t('form.tooLong', { over: length - maxLength })}</span> : null}
        </p>
      )}
    </Field>
  )
}
