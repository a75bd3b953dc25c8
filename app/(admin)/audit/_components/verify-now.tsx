'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useActionState, useEffect } from 'react'
import { SubmitButton } from '@/components/forms/submit-button'
import { ProgressBar } from '@/components/ui/progress-bar'
import { Refusal } from '../../_components/refusal'
import { verifyNow } from '../actions'

const LOOK_EVERY = 2_000

type Props = { /** One that was asked for and is not finished. */ underWay: { done: number; all: number } | null }

/** Has the log verified, and shows how far that is; looks again by itself, or by a link where no scripts run. */
export function VerifyNow({ underWay }: Props) {
  const t = useTranslations('verifying')
  const router = useRouter()
  const [result, act] = useActionState(verifyNow, null)
  const isUnderWay = underWay !== null
  useEffect(() => {
    if (!isUnderWay) return
    const timer = setInterval(() => router.refresh(), LOOK_EVERY)
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
      <p>{all > 0 ? t('underWay', { done, all }) : t('waiting')}</p>
      <ProgressBar label={t('progress')} value={all > 0 ? (100 * done) / all : 0} />
      <a className="link" href="/audit">
        {t('refresh')}
      </a>
    </div>
  )
}
