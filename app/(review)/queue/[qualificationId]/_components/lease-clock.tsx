'use client'
import { Timer } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Refusal } from '@/app/_components/refusal'
import { FailureText } from '@/components/forms/failure-text'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import type { Lease } from './use-lease'

/** A notice says it too, once no more seconds are left than these. */
const SOON = 180

export function LeaseClock({ secondsLeft, state }: Lease) {
  const t = useTranslations('review.lease')
  const isLost = state === 'lost' || state === 'gone'
  const time = `${Math.floor(secondsLeft / 60)}:${String(secondsLeft % 60).padStart(2, '0')}`
  return (
    <p
      className={cn(
        'numeric flex items-center gap-1.5 whitespace-nowrap',
        isLost || secondsLeft <= SOON ? 'font-medium text-danger' : 'text-text-muted',
      )}
    >
      <Timer aria-hidden className="size-4" />
      <span role="timer" aria-label={t('label')}>
        {isLost ? t('none') : t('left', { time })}
      </span>
    </p>
  )
}

/** Shows what reviewers have to know about their claim at once. */
export function LeaseNotice({ lease }: { lease: Lease }) {
  const t = useTranslations('review.lease')
  if (lease.state === 'lost') {
    return (
      <Alert tone="danger" isLive title={t('lost')} action={<Button onClick={lease.claimAgain}>{t('again')}</Button>}>
        {t('lostText')}
        <Refusal result={lease.failure} />
      </Alert>
    )
  }
  if (lease.state === 'gone') {
    return (
      <Alert tone="danger" isLive title={t('gone')}>
        {lease.failure ? <FailureText failure={lease.failure} /> : null} {t('goneText')}
      </Alert>
    )
  }
  if (lease.state === 'offline') {
    return (
      <Alert tone="warning" isLive>
        {t('offline')}
      </Alert>
    )
  }
  if (lease.secondsLeft > SOON) return null
  return (
    <Alert tone="warning" isLive action={<Button onClick={lease.renewNow}>{t('keep')}</Button>}>
      {t('soon', { minutes: Math.ceil(lease.secondsLeft / 60) })}
    </Alert>
  )
}
