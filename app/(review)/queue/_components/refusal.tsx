'use client'
import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import type { ActionFailure } from '@/lib/web/form-action'

/** Why an action was refused, said as soon as it is known. */
export function Refusal({ failure }: { failure: Pick<ActionFailure, 'error' | 'params'> | null }) {
  const t = useTranslations('errors')
  if (!failure) return null
  return (
    <Alert tone="danger" isLive>
      {t(failure.error, failure.params)}
    </Alert>
  )
}
