'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useFormAction } from '@/components/forms/use-form-action'
import { Alert } from '@/components/ui/alert'
import { Card } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Moment } from '@/components/ui/moment'
import { StatusBadge } from '@/components/ui/status-badge'
import type { OwnSession } from '@/lib/sign-in/sessions/own-sessions'
import { endAll } from '../own-sessions'

type Props = {
  sessions: readonly OwnSession[]
  /** Explains when sessions expire. */
  limits: ReactNode
  /** Returns the control that closes another session. */
  end: (session: OwnSession, device: string) => ReactNode
  /** Holds the controls that close several sessions at once. */
  children: ReactNode
}

/** Lists the reader's own open sessions, this one first. */
export function SessionList({ sessions, limits, end, children }: Props) {
  const t = useTranslations('sessions')
  const hasOthers = sessions.some(({ isThis }) => !isThis)
  return (
    <Card footer={<p className="text-text-muted">{limits}</p>}>
      <ul className="divide-y">
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} end={end} />
        ))}
      </ul>
      {hasOthers ? (
        <div className="mt-3 flex flex-wrap items-start gap-3">{children}</div>
      ) : (
        <p className="mt-2 text-text-muted">{t('alone')}</p>
      )}
    </Card>
  )
}

function SessionRow({ session, end }: { session: OwnSession; end: Props['end'] }) {
  const t = useTranslations('sessions')
  const { browser, system, network, createdAt, lastSeenAt, endsAt, isThis, vouchedBy } = session
  const device = t('device', { browser: t(`browsers.${browser}`), system: t(`systems.${system}`) })
  const time = () => <Moment at={lastSeenAt} />
  return (
    <li className="flex items-center justify-between gap-4 py-3 first:pt-0">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-medium">{device}</span>
          {isThis ? <StatusBadge tone="success">{t('this')}</StatusBadge> : null}
        </p>
        {vouchedBy ? <p className="wrap-anywhere">{t('vouched.by', { name: vouchedBy })}</p> : null}
        <p className="wrap-anywhere text-text-muted">
          {network ? t.rich('lastUseFrom', { time, network }) : t.rich('lastUse', { time })}
        </p>
        <p className="text-sm text-text-muted compact:text-xs">
          {t.rich('until', { since: () => <Moment at={createdAt} />, end: () => <Moment at={endsAt} /> })}
        </p>
      </div>
      {isThis ? null : end(session, device)}
    </li>
  )
}

/** Closes all sessions, this one too. It takes no confirmation: people just sign in again. */
export function EndAll() {
  const t = useTranslations('sessions')
  const tErrors = useTranslations('errors')
  const [result, action] = useFormAction(endAll)
  return (
    <>
      <ConfirmDialog
        trigger={t('endAll')}
        title={t('endAllTitle')}
        confirmLabel={t('endAllConfirm')}
        isDangerous
        action={action}
      >
        {t('endAllText')}
      </ConfirmDialog>
      {result && !result.ok ? (
        <Alert tone="danger" isLive className="basis-full">
          {tErrors(result.error, result.params)}
        </Alert>
      ) : null}
    </>
  )
}
