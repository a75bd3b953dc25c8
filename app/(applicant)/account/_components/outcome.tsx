'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Alert } from '@/components/ui/alert'
import type { ActionResult } from '@/lib/core/action-result'
import { RequestCode } from '../../_components/own-code/request-code'

type Props = {
  result: ActionResult<unknown> | null
  /** Sends it again, where all that is missing is a fresh code to one's own phone. */
  retry?: (form: FormData) => void
  /** They are shown when it went well. */
  children: ReactNode
}

/** Shows how an act went, as soon as it is known. */
export function Outcome({ result, retry, children }: Props) {
  const t = useTranslations('errors')
  if (!result) return null
  if (retry && !result.ok && result.error === 'FRESH_CODE_NEEDED') return <RequestCode failure={result} retry={retry} />
  return (
    <Alert tone={result.ok ? 'success' : 'danger'} isLive>
      {result.ok ? children : t(result.error, result.params)}
    </Alert>
  )
}
