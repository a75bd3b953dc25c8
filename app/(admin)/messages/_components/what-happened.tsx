import { useTranslations } from 'next-intl'
import { Moment } from '@/components/ui/moment'
import type { MessageLine } from '@/lib/notifications/outbox/queries'

/** Shows why a message was not sent, what comes next, or when it was sent. */
export function WhatHappened({ message: { state, failure, dueAt, sentAt, attempts } }: { message: MessageLine }) {
  const t = useTranslations('outbox')
  if (state === 'SENT') return sentAt && t.rich('sentAt', { time: () => <Moment at={sentAt} isExact /> })
  const isTriedAgain = state === 'PENDING' && attempts > 0
  return (
    <span className="flex flex-wrap items-baseline gap-x-2">
      {failure ? <span>{t(`failures.${failure.kind}`)}</span> : null}
      {failure?.code ? (
        <span className="font-mono text-xs text-text-muted">{t('code', { code: failure.code })}</span>
      ) : null}
      {isTriedAgain ? (
        <span className="text-text-muted">{t.rich('next', { time: () => <Moment at={dueAt} isExact /> })}</span>
      ) : null}
    </span>
  )
}
