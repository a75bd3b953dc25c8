'use client'
import { useTranslations } from 'next-intl'
import { Outcome } from '@/app/_components/outcome'
import { useFormAction } from '@/components/forms/use-form-action'
import { Card } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Moment } from '@/components/ui/moment'
import { decide } from '../actions'

type Request = {
  id: string
  what: string
  /** Lists its filters and its reason, in words. */
  about: readonly string[]
  by: string
  askedAt: Date
  expiresAt: Date
}

/** Shows what waits for this administrator; shows nothing when nothing waits. */
export function ConsentList({ requests }: { requests: readonly Request[] }) {
  const t = useTranslations('reports.requests')
  const [result, action] = useFormAction(decide)
  if (requests.length === 0 && !result) return null
  return (
    <Card title={t('title')}>
      <div className="flex flex-col gap-3">
        <Outcome result={result} retry={action} done={(chosen) => t(chosen === 'ALLOW' ? 'allowed' : 'refused')} />
        <p className="max-w-measure text-text-muted">{t('lead')}</p>
        <ul className="divide-y empty:hidden">
          {requests.map((request) => (
            <RequestRow key={request.id} request={request} action={action} />
          ))}
        </ul>
      </div>
    </Card>
  )
}

type RowProps = { request: Request; action: (form: FormData) => void }

function RequestRow({ request, action }: RowProps) {
  const t = useTranslations('reports.requests')
  const { id: exportId, what, about, by, askedAt, expiresAt } = request
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 py-3 first:pt-0 last:pb-0">
      <div className="min-w-0">
        <p className="font-medium wrap-anywhere">{what}</p>
        {about.map((line) => (
          <p key={line} className="wrap-anywhere">
            {line}
          </p>
        ))}
        <p className="text-text-muted">{t.rich('by', { name: by, time: () => <Moment at={askedAt} /> })}</p>
        <p className="text-sm text-text-muted compact:text-xs">
          {t.rich('until', { time: () => <Moment at={expiresAt} /> })}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <ConfirmDialog
          trigger={t('allow')}
          triggerLabel={t('allowOf', { what, by })}
          triggerSize="small"
          title={t('allowTitle')}
          confirmLabel={t('allow')}
          action={action}
          values={{ exportId, decision: 'ALLOW' }}
        >
          {t('allowText', { what, by })}
        </ConfirmDialog>
        <ConfirmDialog
          trigger={t('refuse')}
          triggerLabel={t('refuseOf', { what, by })}
          triggerVariant="danger-quiet"
          triggerSize="small"
          title={t('refuseTitle')}
          confirmLabel={t('refuse')}
          isDangerous
          action={action}
          values={{ exportId, decision: 'REFUSE' }}
        >
          {t('refuseText')}
        </ConfirmDialog>
      </div>
    </li>
  )
}
