'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useFormAction } from '@/components/forms/use-form-action'
import { Alert } from '@/components/ui/alert'
import { Card } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Moment } from '@/components/ui/moment'
import { StatusBadge } from '@/components/ui/status-badge'
import type { ActionResult } from '@/lib/core/action-result'
import type { OwnSession } from '@/lib/sign-in/sessions/own-sessions'
import { endOne, endOthers } from '../own-sessions'

type Props = { sessions: readonly OwnSession[] /** It says when they expire. */; limits: ReactNode }

/** Lists the reader's own live sessions, this one first, each other one with a button to close it. */
export function SessionList({ sessions, limits }: Props) {
  const t = useTranslations('sessions')
  const [ended, endAction] = useFormAction(endOne)
  const [othersEnded, endOthersAction] = useFormAction(endOthers)
  const hasOthers = sessions.some(({ isThis }) => !isThis)
  return (
    <div className="flex flex-col gap-5">
      <Said result={ended}>{t('ended')}</Said>
      <Said result={othersEnded}>{t('othersEnded', { count: othersEnded?.ok ? othersEnded.value.count : 0 })}</Said>
      <Card footer={<p className="text-text-muted">{limits}</p>}>
        <ul className="divide-y">
          {sessions.map((session) => (
            <SessionRow key={session.id} session={session} action={endAction} />
          ))}
        </ul>
        {hasOthers ? (
          <div className="mt-3">
            <ConfirmDialog
              trigger={t('endOthers')}
              title={t('endOthersTitle')}
              confirmLabel={t('endOthersConfirm')}
              isDangerous
              action={endOthersAction}
            >
              {t('endOthersText')}
            </ConfirmDialog>
          </div>
        ) : (
          <p className="mt-2 text-text-muted">{t('alone')}</p>
        )}
      </Card>
    </div>
  )
}

type RowProps = { session: OwnSession; action: (form: FormData) => void }

function SessionRow({ session, action }: RowProps) {
  const t = useTranslations('sessions')
  const { id: sessionId, browser, system, network, createdAt, lastSeenAt, endsAt, isThis, vouchedBy } = session
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
      {isThis ? null : (
        <ConfirmDialog
          trigger={t('end')}
          triggerLabel={t('endOf', { device })}
          triggerVariant="danger-quiet"
          triggerSize="small"
          title={t('endTitle')}
          confirmLabel={t('endConfirm')}
          isDangerous
          action={action}
          values={{ sessionId }}
        >
          {t('endText', { device })}
        </ConfirmDialog>
      )}
    </li>
  )
}

function Said({ result, children }: { result: ActionResult<unknown> | null; children: ReactNode }) {
  const t = useTranslations('errors')
  if (!result) return null
  return (
    <Alert tone={result.ok ? 'success' : 'danger'} isLive>
      {result.ok ? children : t(result.error, result.params)}
    </Alert>
  )
}
