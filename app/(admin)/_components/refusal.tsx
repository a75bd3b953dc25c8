'use client'
import { useTranslations } from 'next-intl'
import { AskAgain } from '@/app/_components/confirm/ask-again'
import { Alert } from '@/components/ui/alert'
import type { ActionResult } from '@/lib/web/form-action'

type Props = {
  result: ActionResult<unknown> | null
  /** Sends it once more, where all that is missing is a fresh factor. */
  retry?: (form: FormData) => void
}

/** Why an action was refused, as soon as it is known. */
export function Refusal({ result, retry }: Props) {
  const t = useTranslations('errors')
  if (!result || result.ok) return null
  if (retry && result.error === 'FRESH_FACTOR_NEEDED') return <AskAgain failure={result} retry={retry} />
  return (
    <Alert tone="danger" isLive>
      {t(result.error, result.params)}
    </Alert>
  )
}
