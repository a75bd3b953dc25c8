import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { PageHeader } from '@/components/layout/page-header'
import { DecisionComplaints } from '@/components/privacy/complaints'
import { BackLink } from '@/components/qualifications/back-link'
import { Alert } from '@/components/ui/alert'
import { Card } from '@/components/ui/card'
import { Moment } from '@/components/ui/moment'
import { Status } from '@/components/ui/status'
import type { SignatureFilings } from '@/lib/filings/queries'
import { isWaiting } from '@/lib/qualifications/lifecycle'
import type { StatusView as View } from '@/lib/qualifications/read-status'
import { StatusOutcome } from './status-outcome'
import { StatusTimeline } from './status-timeline'
import { SubmittedLinks } from './submitted-links'
import { WithdrawButton } from './withdraw-button'

type Props = {
  view: View
  filings: readonly SignatureFilings[]
  isJustSubmitted: boolean
  /** Says when an answer can be expected, while the application waits. */
  expected: ReactNode
  /** Appears above the outcome. */
  supplements: ReactNode
  /** Lists drafts of the same kind, above the form that starts another. */
  unfinished: ReactNode
}

/** Lists the statuses that staff decided against the applicant. */
const DISPUTABLE = ['REJECTED', 'SUSPENDED', 'REVOKED'] as const

/** Shows the status of a submitted application, in plain words. */
export function StatusView({ view, filings, isJustSubmitted, expected, supplements, unfinished }: Props) {
  const t = useTranslations('applicant.status')
  const { id, reference, status, ahead, renews, hasLapsed, wasSubmitted, isTest, erased } = view
  const lapsed = wasSubmitted ? 'CHANGES_LAPSED' : 'LAPSED'
  const next = hasLapsed ? lapsed : isTest && isWaiting(status) ? 'TEST' : status
  return (
    <>
      <PageHeader
        above={<BackLink href="/qualifications">{t('back')}</BackLink>}
        title={t(`words.${hasLapsed ? 'LAPSED' : status}`)}
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
            {erased.details ? t('erased.details') : t(`next.${next}`)}
          </p>
          {erased.documents && !erased.details ? (
            <p className="mt-3 max-w-measure text-sm text-text-muted">
              {t.rich('erased.documents', { date: () => <Moment at={erased.documents ?? new Date(0)} /> })}
            </p>
          ) : null}
          {renews ? (
            <p className="mt-3 text-sm text-text-muted">
              {t.rich('renews', {
                link: () => (
                  <Link href={`/qualifications/${renews.id}`} className="link numeric">
                    {renews.reference}
                  </Link>
                ),
              })}
            </p>
          ) : null}
        </Card>
        {expected}
        {supplements}
        <StatusOutcome view={view} filings={filings} unfinished={unfinished} />
        {DISPUTABLE.some((one) => one === status) ? <DecisionComplaints reference={reference} /> : null}
        <Card title={t('timeline.title')}>
          <StatusTimeline view={view} />
        </Card>
        <SubmittedLinks
          qualificationId={id}
          count={view.timeline.filter(({ event }) => event === 'SUBMITTED').length}
          isErased={erased.details !== null}
        />
      </div>
      {view.may.withdraw ? <WithdrawButton qualificationId={id} reference={reference} status={status} /> : null}
    </>
  )
}

function Figure({ children }: { children: ReactNode }) {
  return <span className="numeric text-lg text-action">{children}</span>
}
