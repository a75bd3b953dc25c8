'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { EndAll, SessionList } from '@/app/_components/session-list'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import type { OwnSession } from '@/lib/sign-in/sessions/own-sessions'
import { ConfirmForm } from '../../../_components/own-code/confirm-form'
import { ConfirmedNext } from '../../../_components/own-code/confirmed-next'
import { useConfirmed } from '../../../_components/own-code/use-confirmed'
import { Outcome } from '../../_components/outcome'
import { endOthers } from '../actions'

type Props = { sessions: readonly OwnSession[]; limits: ReactNode }

/** Shows where one is signed in. To close others and stay takes a code; to close all, this one too, takes none. */
export function OwnSessions({ sessions, limits }: Props) {
  const t = useTranslations('sessions')
  const { action, step, result } = useConfirmed(endOthers)
  return (
    <div className="flex flex-col gap-5">
      <Outcome result={result}>{t('othersEnded', { count: result?.ok ? result.value.count : 0 })}</Outcome>
      <ConfirmForm
        step={step}
        action={action}
        id="sessions-code"
        title={t('ending')}
        label={t('endConfirm')}
        isDangerous
      />
      <SessionList
        sessions={sessions}
        limits={limits}
        end={({ id: sessionId }, device) => (
          <ConfirmDialog
            trigger={t('end')}
            triggerLabel={t('endOf', { device })}
            triggerVariant="danger-quiet"
            triggerSize="small"
            title={t('endTitle')}
            confirmLabel={t('endConfirm')}
            isDangerous
            action={action}
            values={{ sessionId, intent: 'start' }}
          >
            <p>{t('endText', { device })}</p>
            <ConfirmedNext />
          </ConfirmDialog>
        )}
      >
        <ConfirmDialog
          trigger={t('endOthers')}
          title={t('endOthersTitle')}
          confirmLabel={t('endOthersConfirm')}
          isDangerous
          action={action}
          values={{ intent: 'start' }}
        >
          <p>{t('endOthersText')}</p>
          <ConfirmedNext />
        </ConfirmDialog>
        <EndAll />
      </SessionList>
    </div>
  )
}
