'use client'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { startPasskey } from '@/app/_components/confirm/actions'
import { ConfirmForms, type WaysToConfirm } from '@/app/_components/confirm/confirm-forms'
import { EndAll, SessionList } from '@/app/_components/session-list'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import type { OwnSession } from '@/lib/sign-in/sessions/own-sessions'
import { byPasskey, byRecoveryCode, byTotp } from '../actions'

type Props = {
  sessions: readonly OwnSession[]
  limits: ReactNode
  /** Holds the id of the session to close, or `all`; null while none is chosen. */
  end: string | null
  ways: WaysToConfirm
}

const ACTS = { byTotp, byRecoveryCode, byPasskey, startPasskey }

/**
 * Shows where one is signed in. To close others and stay takes a second factor; to close all, this one too, takes none.
 */
export function StaffSessions({ sessions, limits, end, ways }: Props) {
  const t = useTranslations('sessions')
  const hasWay = ways.hasPasskey || ways.hasTotp || ways.hasRecoveryCode
  return (
    <div className="flex flex-col gap-5">
      {end ? (
        <Card title={t('ending')}>
          <p className="mb-4 max-w-measure text-text-muted">{t(end === 'all' ? 'endOthersText' : 'endOneText')}</p>
          {hasWay ? (
            <ConfirmForms ways={ways} values={end === 'all' ? {} : { sessionId: end }} acts={ACTS} />
          ) : (
            <Alert tone="warning">{t('noFactor')}</Alert>
          )}
        </Card>
      ) : null}
      <SessionList
        sessions={sessions}
        limits={limits}
        end={({ id }, device) => (
          <Button asChild variant="danger-quiet" size="small">
            <Link href={`/staff/sessions?end=${id}`} aria-label={t('endOf', { device })}>
              {t('end')}
            </Link>
          </Button>
        )}
      >
        <Button asChild variant="secondary">
          <Link href="/staff/sessions?end=all">{t('endOthers')}</Link>
        </Button>
        <EndAll />
      </SessionList>
    </div>
  )
}
