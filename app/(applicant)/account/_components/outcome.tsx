'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Alert } from '@/components/ui/alert'
import type { ActionResult } from '@/lib/core/forms/action-result'

type Props = {
  result: ActionResult<unknown> | null
  /** Appears when the act succeeded. */
  children: ReactNode
}

/** Shows how an act went, as soon as it is known. */
export function Outcome({ result, children }: Props) {
  const t = useTranslations('errors')
  if (!result) return null
  return (
    <Alert tone={result.ok ? 'success' : 'danger'} isLive>
      {result.ok ? children : t(result.error, result.params)}
    </Alert>
  )
}
