'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { useFormId } from '../../_components/form-id'

type Props = { title: string; id: string; onRemove: (() => void) | undefined; children: ReactNode }

/** Shows one row of a list, with a button to remove it; the last one stays. */
export function Row({ title, id, onRemove, children }: Props) {
  const t = useTranslations('applicant.signatures')
  const form = useFormId()
  return (
    <li className="rounded-md border bg-surface px-4 py-3">
      <div className="mb-2 flex min-h-11 items-center justify-between">
        <h3 className="text-base font-semibold">{title}</h3>
        {onRemove ? (
          <Button
            type="submit"
            form={form}
            name="intent"
            value={`remove:${id}`}
            variant="danger-quiet"
            size="small"
            aria-label={t('remove', { title })}
            onClick={(event) => {
              event.preventDefault()
              onRemove()
            }}
          >
            {t('removeShort')}
          </Button>
        ) : null}
      </div>
      {children}
    </li>
  )
}
