'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { described, Field } from '@/components/forms/field'
import { useFormId } from '../../_components/form-id'
import { Row } from './row'
import type { SampleRow } from './rows'

type Props = {
  row: SampleRow
  number: number
  maxLength: number
  error: string | undefined
  onRemove: (() => void) | undefined
}

export function SampleFields({ row: { id, text }, number, maxLength, error, onRemove }: Props) {
  const t = useTranslations()
  const form = useFormId()
  const [length, setLength] = useState(() => [...text].length)
  return (
    <Row title={t('applicant.signatures.sample', { number })} id={id} onRemove={onRemove}>
      <input type="hidden" form={form} name="sample.id" value={id} />
      <Field name={id} label={t('rulebook.samples.text')} error={error}>
        <textarea
          {...described({ name: id, error })}
          form={form}
          name="sample.text"
          rows={3}
          defaultValue={text}
          onChange={({ target }) => setLength([...target.value].length)}
          className="control resize-y"
        />
      </Field>
      <p className={`numeric mt-1 text-right text-xs ${length > maxLength ? 'text-danger' : 'text-text-muted'}`}>
        <span className="sr-only">{t('common.form.characters')}</span>
        {length} / {maxLength}
      </p>
    </Row>
  )
}
