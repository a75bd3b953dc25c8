'use client'
import { CircleHelp } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { Alert } from '@/components/ui/alert'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { StatusBadge, type Tone } from '@/components/ui/status-badge'
import { Table, TableHead } from '@/components/ui/table'
import { ViewerTime } from '@/components/ui/viewer-time'
import type { OutboxState } from '@/lib/db/generated/enums'
import type { MessageLine } from '@/lib/messaging/queries'
import { Refusal } from '../../_components/refusal'
import { again } from '../actions'
import { WhatHappened } from './what-happened'

const COLUMNS = ['time', 'message', 'to', 'state', 'attempts', 'why', 'act'] as const
const TONES: Record<OutboxState, Tone> = {
  PENDING: 'neutral',
  SENDING: 'info',
  SENT: 'success',
  FAILED: 'danger',
  UNSURE: 'warning',
}

export function MessageTable({ messages }: { messages: readonly MessageLine[] }) {
  const t = useTranslations('outbox')
  const [result, action] = useActionState(again, null)
  return (
    <div className="flex flex-col gap-3">
      <Refusal result={result} />
      {result?.ok ? (
        <Alert tone="success" isLive>
          {t('again.done')}
        </Alert>
      ) : null}
      <Table caption={t('table')}>
        <TableHead headings={COLUMNS.map((column) => t(`columns.${column}`))} />
        <tbody>
          {messages.map((message) => (
            <tr key={message.id}>
              <td className="numeric text-text-muted">
                <ViewerTime at={message.createdAt} />
              </td>
              <td className="whitespace-nowrap">
                {message.template ? t(`templates.${message.template}`) : t('other')}
                <span className="text-text-muted"> · {t(`channels.${message.channel}`)}</span>
              </td>
              <td className="numeric">{message.to ?? t('unreadable')}</td>
              <td>
                <StatusBadge tone={TONES[message.state]} {...(message.state === 'UNSURE' ? { icon: CircleHelp } : {})}>
                  {t(`states.${message.state}`)}
                </StatusBadge>
              </td>
              <td className="numeric">{message.attempts}</td>
              <td className="w-full min-w-64">
                <WhatHappened message={message} />
              </td>
              <td>{message.canSendAgain ? <SendAgain message={message} action={action} /> : null}</td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  )
}

type SendAgainProps = { message: MessageLine; action: (form: FormData) => void }

function SendAgain({ message: { id, template, to, state }, action }: SendAgainProps) {
  const t = useTranslations('outbox')
  const names = { template: template ? t(`templates.${template}`) : t('other'), to: to ?? t('unreadable') }
  return (
    <ConfirmDialog
      trigger={t('again.act')}
      triggerLabel={t('again.actOf', names)}
      triggerSize="small"
      title={t('again.title')}
      confirmLabel={t('again.confirm')}
      action={action}
      values={{ messageId: id }}
    >
      {t('again.text', names)} {state === 'UNSURE' ? t('again.mayHaveArrived') : null}
    </ConfirmDialog>
  )
}
