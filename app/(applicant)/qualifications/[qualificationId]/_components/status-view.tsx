import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { PageHeader } from '@/components/layout/page-header'
import { Alert } from '@/components/ui/alert'
import { Card } from '@/components/ui/card'
import { Status } from '@/components/ui/status'
import { isWaiting } from '@/lib/qualifications/lifecycle'
import type { StatusView as View } from '@/lib/qualifications/queries'
import { BackLink } from '../../_components/back-link'
import { StatusOutcome } from './status-outcome'
import { StatusTimeline } from './status-timeline'

type Props = { view: View; isJustSubmitted: boolean }

/** How an application stands once it is handed in, in plain words. */
export function StatusView({ view, isJustSubmitted }: Props) {
  const t = useTranslations('applicant.status')
  const { reference, status, ahead } = view
  return (
    <>
      <PageHeader
        above={<BackLink href="/qualifications">{t('back')}</BackLink>}
        title={t(`words.${status}`)}
        status={<Status status={status} />}
      />
      <div className="flex flex-col gap-5">
        {isJustSubmitted && isWaiting(status) ? (
          <Alert tone="success" isLive title={t('thanks.title')}>
            {t('thanks.text')}
          </Alert>
        ) : null}
        <Card>
          <p className="text-sm text-text-muted">{t('reference')}</p>
          <p className="numeric text-lg font-semibold select-all">{reference}</p>
          {ahead === null ? null : (
            <p className="mt-4 border-t pt-4 font-medium">
              {ahead === 0
                ? t('first')
                : t.rich('ahead', { count: ahead, strong: (words) => <Figure>{words}</Figure> })}
            </p>
          )}
          <p className={ahead === null ? 'mt-4 border-t pt-4' : 'mt-1 max-w-measure text-text-muted'}>
            {t(`next.${status}`)}
          </p>
        </Card>
        <StatusOutcome view={view} />
        <Card title={t('timeline.title')}>
          <StatusTimeline view={view} />
        </Card>
      </div>
    </>
  )
}

function Figure({ children }: { children: ReactNode }) {
  return <span className="numeric text-lg text-action">{children}</span>
}
