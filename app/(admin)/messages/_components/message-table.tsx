'use client'
import { CircleHelp } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Outcome } from '@/app/_components/outcome'
import { useFormAction } from '@/components/forms/use-form-action'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Moment } from '@/components/ui/moment'
import { StatusBadge, type Tone } from '@/components/ui/status-badge'
import { Table, TableHead } from '@/components/ui/table'
import type { OutboxState } from '@/lib/db/generated/enums'
import type { MessageLine } from '@/lib/notifications/outbox/queries'
import { resend } from '../actions'
import { WhatHappened } from './what-happened'

const COLUMNS = ['time', 'message', 'to', 'state', 'attempts', 'why', 'act'] as const
const TONES: Record<OutboxState, Tone> = {
  PENDING: 'neutral',
  SENDING: 'info',
  SENT: 'success',
  FAILED: 'danger',
  UNSURE: 'warning',
}

type NamedMessage = MessageLine & { name: string }

export function MessageTable({ messages }: { messages: readonly NamedMessage[] }) {
  const t = useTranslations('outbox')
  const [result, action] = useFormAction(resend)
  return (
    <div className="flex flex-col gap-3">
      <Outcome result={result} done={() => t('again.done')} />
      <Table caption={t('table')}>
        <TableHead headings={COLUMNS.map((column) => t(`columns.${column}`))} />
        <tbody>
          {messages.map((message) => (
            <tr key={message.id}>
              <td className="numeric text-text-muted">
                <Moment at={message.createdAt} />
              </td>
              <td className="whitespace-nowrap">
                {message.name}
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

type SendAgainProps = { message: NamedMessage; action: (form: FormData) => void }

function SendAgain({ message: { id, name, to, state }, action }: SendAgainProps) {
  const t = useTranslations('outbox')
  const names = { template: name, to: to ?? t('unreadable') }
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
