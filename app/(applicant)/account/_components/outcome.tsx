'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Alert } from '@/components/ui/alert'
import type { ActionResult } from '@/lib/web/form-action'
import { AskCode } from '../../_components/own-code/ask-code'

type Props = {
  result: ActionResult<unknown> | null
  /** Sends it again, where all that is missing is a fresh code to one's own phone. */
  retry?: (form: FormData) => void
  /** What is said when it went well. */
  children: ReactNode
}

/** How an act went, as soon as it is known. */
export function Outcome({ result, retry, children }: Props) {
  const t = useTranslations('errors')
  if (!result) return null
  if (retry && !result.ok && result.error === 'FRESH_CODE_NEEDED') return <AskCode failure={result} retry={retry} />
  return (
    <Alert tone={result.ok ? 'success' : 'danger'} isLive>
      {result.ok ? children : t(result.error, result.params)}
    </Alert>
  )
}
