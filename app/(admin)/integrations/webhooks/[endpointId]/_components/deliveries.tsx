'use client'
import { useTranslations } from 'next-intl'
import { Outcome } from '@/app/_components/outcome'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { Moment } from '@/components/ui/moment'
import { StatusBadge } from '@/components/ui/status-badge'
import type { DeliveryView } from '@/lib/integrations/webhooks/queries'
import { resend } from '../../actions'

type Props = { endpointId: string; url: string; isOn: boolean; deliveries: readonly DeliveryView[] }

/** Lists deliveries, each with what was sent and what was answered. */
export function Deliveries({ endpointId, url, isOn, deliveries }: Props) {
  const t = useTranslations('webhooks.deliveries')
  const [result, action] = useFormAction(resend)
  return (
    <div className="flex flex-col gap-3">
      <Outcome result={result} retry={action} done={() => t('againDone')} />
      <ul className="flex flex-col gap-2">
        {deliveries.map((delivery) => (
          <li key={delivery.id} className="rounded-md border bg-surface px-4 py-3">
            <Headline delivery={delivery} isOn={isOn} />
            <details className="mt-2">
              <summary className="cursor-pointer text-sm text-text-muted">{t('showDetails')}</summary>
              <Exchange url={url} delivery={delivery} />
              {isOn && delivery.state !== 'SENDING' ? (
                <form action={action} className="mt-3">
                  <input type="hidden" name="endpointId" value={endpointId} />
                  <input type="hidden" name="deliveryId" value={delivery.id} />
                  <SubmitButton
                    variant="secondary"
                    size="small"
                    aria-label={t('againOf', { type: delivery.type, id: delivery.id })}
                  >
                    {t('again')}
                  </SubmitButton>
                </form>
              ) : null}
            </details>
          </li>
        ))}
      </ul>
    </div>
  )
}

const TONES = { PENDING: 'neutral', SENDING: 'info', DELIVERED: 'success' } as const

function Headline({ delivery, isOn }: { delivery: DeliveryView; isOn: boolean }) {
  const t = useTranslations('webhooks.deliveries')
  const { type, state, failure, attempts, happenedAt, dueAt } = delivery
  const isFailing = state === 'PENDING' && failure !== null
  return (
    <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
      <code className="font-medium">{type}</code>
      <StatusBadge tone={isFailing ? 'warning' : TONES[state]}>{t(`states.${state}`)}</StatusBadge>
      <span className="text-sm text-text-muted">
        <Moment at={happenedAt} isExact />
      </span>
      <span className="text-sm text-text-muted">
        {t('attempts', { count: attempts })}
        {isFailing && isOn ? <> · {t.rich('next', { time: () => <Moment at={dueAt} isExact /> })}</> : null}
      </span>
      {failure ? <span className="text-sm">{t(`failures.${failure}`)}</span> : null}
    </div>
  )
}

function Exchange({ url, delivery }: { url: string; delivery: DeliveryView }) {
  const t = useTranslations('webhooks.deliveries')
  const { id, body, attemptedAt, answerStatus, answer } = delivery
  const timestamp = attemptedAt ? Math.floor(attemptedAt.getTime() / 1_000) : null
  const headers = [`POST ${url}`, `webhook-id: ${id}`, timestamp ? `webhook-timestamp: ${timestamp}` : null]
  return (
    <>
      <Text title={t('request')}>{[...headers.filter(Boolean), t('signature'), '', pretty(body)].join('\n')}</Text>
      <Text title={t('answer')}>
        {answerStatus === null
          ? t('noAnswer')
          : `${t('status', { status: answerStatus })}\n\n${answer || t('emptyAnswer')}`}
      </Text>
    </>
  )
}

function Text({ title, children }: { title: string; children: string }) {
  return (
    <>
      <h3 className="mt-3 font-medium">{title}</h3>
      <pre className="mt-1 rounded-md border bg-surface-sunken p-3 text-sm whitespace-pre-wrap wrap-anywhere">
        {children}
      </pre>
    </>
  )
}

const pretty = (body: string): string => JSON.stringify(JSON.parse(body), null, 2)
