'use client'
import { useTranslations } from 'next-intl'
import { useFormAction } from '@/components/forms/use-form-action'
import { Certificates } from '@/components/privacy/certificates'
import { Alert } from '@/components/ui/alert'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Moment } from '@/components/ui/moment'
import { StatusBadge, type Tone } from '@/components/ui/status-badge'
import type { OwnRequest } from '@/lib/privacy/erasure/read-own-requests'
import { withdrawRequest } from '../erase/actions'

const TONES: Record<OwnRequest['state'], Tone> = {
  WAITING: 'warning',
  GRANTED: 'success',
  DONE: 'success',
  REFUSED: 'danger',
  WITHDRAWN: 'neutral',
}

/** Lists the requests, newest first; one that waits can be withdrawn. */
export function Requests({ requests }: { requests: readonly OwnRequest[] }) {
  const t = useTranslations('myData.erasure')
  const tError = useTranslations('errors')
  const [result, action] = useFormAction(withdrawRequest)
  return (
    <>
      {result ? (
        <Alert tone={result.ok ? 'success' : 'danger'} isLive className="mt-3">
          {result.ok ? t('withdrawn') : tError(result.error, result.params)}
        </Alert>
      ) : null}
      <ul className="divide-y">
        {requests.map((request) => (
          <li key={request.id} className="py-3">
            <Request request={request} withdrawRequest={action} />
          </li>
        ))}
      </ul>
    </>
  )
}

type Props = { request: OwnRequest; withdrawRequest: (form: FormData) => void }

function Request({ request, withdrawRequest: action }: Props) {
  const t = useTranslations('myData.erasure')
  const { id, state, qualification, requestedAt, isOwn, erasures } = request
  const subject = qualification ? t('of', { reference: qualification.reference }) : t('ofAll')
  return (
    <>
      <p className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <span className="numeric font-medium">{subject}</span>
        <StatusBadge tone={TONES[state]}>{t(`states.${state}`)}</StatusBadge>
      </p>
      <p className="text-sm text-text-muted">
        {t.rich('requestedAt', { time: () => <Moment at={requestedAt} /> })}
        {isOwn ? null : ` ${t('byOther')}`}
      </p>
      <Why request={request} />
      <Certificates erasures={erasures} />
      {state === 'WAITING' ? (
        <div className="mt-2">
          <ConfirmDialog
            trigger={t('withdraw')}
            triggerLabel={t('withdrawOf', { subject })}
            triggerSize="small"
            title={t('withdrawTitle')}
            confirmLabel={t('withdrawConfirm')}
            action={action}
            values={{ requestId: id }}
          >
            {t('withdrawText')}
          </ConfirmDialog>
        </div>
      ) : null}
    </>
  )
}

/** Shows which obstacles a request met, and what was decided. */
function Why({ request: { state, obstacles, reason, note } }: { request: OwnRequest }) {
  const t = useTranslations('myData.erasure')
  const words = useTranslations('privacy')
  return (
    <>
      {state === 'WAITING' && obstacles.length > 0 ? (
        <div className="mt-1 text-sm">
          <p className="text-text-muted">{t('obstacles')}</p>
          <ul className="list-disc pl-5">
            {obstacles.map((code) => (
              <li key={code}>{words(`obstacles.${code}`)}</li>
            ))}
          </ul>
        </div>
      ) : null}
      {reason ? (
        <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 text-sm">
          <dt className="text-text-muted">{t('reason')}</dt>
          <dd>{words(`decisions.${reason}`)}</dd>
          {note ? (
            <>
              <dt className="text-text-muted">{t('note')}</dt>
              <dd className="whitespace-pre-line">{note}</dd>
            </>
          ) : null}
        </dl>
      ) : null}
    </>
  )
}
