'use client'
import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { FieldError } from '@/components/forms/field'
import { Button } from '@/components/ui/button'
import { useFormId } from '../../_components/form-id'

type ListProps = {
  kind: 'signature' | 'sample'
  title: string
  hint: string
  error: ReactNode
  canAdd: boolean
  onAdd: () => void
  children: ReactNode
}

/** Shows a list of rows under its title, and a button to add one. */
export function RowList({ kind, title, hint, error, canAdd, onAdd, children }: ListProps) {
  const t = useTranslations('applicant.signatures')
  const form = useFormId()
  return (
    <section aria-labelledby={`${kind}s-title`}>
      <h2 id={`${kind}s-title`} className="text-lg">
        {title}
      </h2>
      <p className="max-w-measure text-sm text-text-muted">{hint}</p>
      <FieldError name={`${kind}s`}>{error}</FieldError>
      <ol className="mt-3 flex flex-col gap-3">{children}</ol>
      {canAdd ? (
        <Button
          type="submit"
          form={form}
          name="intent"
          value={`add:${kind}`}
          className="mt-3"
          onClick={(event) => {
            event.preventDefault()
            onAdd()
          }}
        >
          <Plus aria-hidden />
          {t(`add.${kind}`)}
        </Button>
      ) : null}
    </section>
  )
}
