import { useFormatter, useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import { Card } from '@/components/ui/card'
import { StatusBadge } from '@/components/ui/status-badge'
import { startOfDay } from '@/lib/core/clock'
import type { CarrierFiling, SignatureFilings } from '@/lib/filings/queries'

const TONES = { NOT_FILED: 'neutral', FILED: 'info', EFFECTIVE: 'success', FAILED: 'danger' } as const

/**
 * Shows the state of the filing at each carrier, for each sender signature. It is independent of the platform's
 * approval.
 */
export function StatusFilings({ filings }: { filings: readonly SignatureFilings[] }) {
  const t = useTranslations('applicant.status.filing')
  const words = useTranslations('filings')
  if (filings.length === 0) {
    return (
      <Alert tone="info" title={t('title')}>
        {t('text')}
      </Alert>
    )
  }
  return (
    <Card title={t('title')}>
      <p className="max-w-measure text-text-muted">{t('text')}</p>
      <ul className="mt-4 flex flex-col gap-5">
        {filings.map(({ senderSignatureId, text, filings: each }) => (
          <li key={senderSignatureId}>
            <h3 className="font-semibold">
              <bdi>{text === null ? t('erased') : `【${text}】`}</bdi>
            </h3>
            <ul className="mt-1 divide-y border-y">
              {each.map((filing) => (
                <li
                  key={filing.carrier}
                  className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 py-2.5"
                >
                  <span>{words(`carriers.${filing.carrier}`)}</span>
                  <StatusBadge tone={TONES[filing.state]}>{words(`states.${filing.state}`)}</StatusBadge>
                  <Details filing={filing} />
                  {filing.state === 'FAILED' ? <p className="w-full max-w-measure text-sm">{t('failedNext')}</p> : null}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Details({ filing }: { filing: CarrierFiling }) {
  const t = useTranslations('filings.columns')
  const format = useFormatter()
  const day = (date: string | null) => date && format.dateTime(startOfDay(date), 'day')
  const { extensionNumber, filedOn, effectiveOn, reason } = filing
  const details = [
    ['extensionNumber', extensionNumber],
    ['filedOn', day(filedOn)],
    ['effectiveOn', day(effectiveOn)],
    ['reason', reason],
  ] as const
  const given = details.filter(([, value]) => value)
  if (given.length === 0) return null
  return (
    <dl className="flex w-full flex-wrap gap-x-5 gap-y-0.5 text-sm text-text-muted">
      {given.map(([name, value]) => (
        <div key={name} className="flex gap-2">
          <dt>{t(name)}</dt>
          <dd className={name === 'reason' ? '' : 'numeric'}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
