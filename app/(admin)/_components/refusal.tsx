'use client'
import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import type { ActionResult } from '@/lib/web/form-action'

/** Why an action was refused, as soon as it is known. */
export function Refusal({ result }: { result: ActionResult<unknown> | null }) {
  const t = useTranslations('errors')
  if (!result || result.ok) return null
  return (
    <Alert tone="danger" isLive>
      {t(result.error, result.params)}
    </Alert>
  )
}
