'use client'
import { useTranslations } from 'next-intl'
import { AskAgain } from '@/app/_components/confirm/ask-again'
import { Alert } from '@/components/ui/alert'
import type { ActionFailure } from '@/lib/web/form-action'

type Props =
  | { failure: Pick<ActionFailure, 'error' | 'params'> | null; retry?: never }
  /** `retry` sends it once more, where all that is missing is a fresh factor. */
  | { failure: ActionFailure | null; retry: (form: FormData) => void | Promise<void> }

/** Why an action was refused, said as soon as it is known. */
export function Refusal({ failure, retry }: Props) {
  const t = useTranslations('errors')
  if (!failure) return null
  if (retry && failure.error === 'FRESH_FACTOR_NEEDED') return <AskAgain failure={failure} retry={retry} />
  return (
    <Alert tone="danger" isLive>
      {t(failure.error, failure.params)}
    </Alert>
  )
}
