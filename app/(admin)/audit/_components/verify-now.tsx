'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { Refusal } from '@/app/_components/refusal'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { ProgressBar } from '@/components/ui/progress-bar'
import { verifyNow } from '../actions'

const CHECK_EVERY = 2_000

type Props = {
  /** Counts the progress of a verification that was requested and is not finished; null without one. */
  underWay: { done: number; all: number } | null
}

/** Has the log verified, and shows the progress. It refreshes by itself, or by a link where no scripts run. */
export function VerifyNow({ underWay }: Props) {
  const t = useTranslations('verifying')
  const router = useRouter()
  const [result, act] = useFormAction(verifyNow)
  const isUnderWay = underWay !== null
  useEffect(() => {
    if (!isUnderWay) return
    const timer = setInterval(() => router.refresh(), CHECK_EVERY)
    return () => clearInterval(timer)
  }, [isUnderWay, router])
  if (!underWay) {
    return (
      <form action={act}>
        <Refusal result={result} />
        <SubmitButton>{t('verify')}</SubmitButton>
      </form>
    )
  }
  const { done, all } = underWay
  return (
    <div role="status" className="flex max-w-measure flex-col gap-2">
      <p>{all > 0 ? t('inProgress', { done, all }) : t('waiting')}</p>
      <ProgressBar label={t('progress')} value={all > 0 ? (100 * done) / all : 0} />
      <a className="link" href="/audit">
        {t('refresh')}
      </a>
    </div>
  )
}
