import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { RefusalNotes } from '@/components/qualifications/refusal-notes'
import { StandingNotice } from '@/components/qualifications/standing-notice'
import { ValidUntil } from '@/components/qualifications/valid-until'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { startOfDay } from '@/lib/core/clock'
import type { SignatureFilings } from '@/lib/filings/queries'
import { mayWithdraw } from '@/lib/qualifications/lifecycle'
import type { StatusView } from '@/lib/qualifications/read-status'
import { AskAgain } from '../../../_components/consents/ask-again'
import { RenewForm, StartAgainForm } from './next-qualification'
import { StatusFilings } from './status-filings'

type Props = { view: StatusView; filings: readonly SignatureFilings[]; unfinished: ReactNode }

/** Shows the outcome and what it means; shows nothing while the application waits. */
export function StatusOutcome({ view, filings, unfinished }: Props) {
  switch (view.status) {
    case 'APPROVED':
    case 'SUSPENDED':
      return (
        <>
          <Standing view={view} />
          <Validity view={view} />
          <Renewal view={view} />
          <StatusFilings filings={filings} />
        </>
      )
    case 'EXPIRED':
      return <Renewal view={view} />
    case 'REVOKED':
      return (
        <>
          <Standing view={view} />
          <StartAgain view={view} unfinished={unfinished} />
        </>
      )
    case 'REJECTED':
      return (
        <>
          <Reasons view={view} />
          <StartAgain view={view} unfinished={unfinished} />
        </>
      )
    case 'WITHDRAWN':
      return <StartAgain view={view} unfinished={unfinished} />
    default:
      return null
  }
}

function Validity({ view: { validUntil } }: { view: StatusView }) {
  const t = useTranslations('applicant.status')
  if (!validUntil) return null
  return (
    <Card>
      <p className="text-sm text-text-muted">{t('validUntil')}</p>
      <p className="text-lg font-semibold">
        <ValidUntil at={validUntil} />
      </p>
      <p className="mt-1 max-w-measure text-sm text-text-muted">{t('validUntilHint')}</p>
    </Card>
  )
}

/** Shows why staff suspended or revoked it, in their words. */
function Standing({ view: { standing, status } }: { view: StatusView }) {
  if (!standing || (status !== 'SUSPENDED' && status !== 'REVOKED')) return null
  return <StandingNotice act={status} reason={standing.reason} note={standing.note} />
}

function Reasons({ view: { round, rules, answers } }: { view: StatusView }) {
  const t = useTranslations('applicant.status')
  if (!round) return null
  return (
    <section aria-labelledby="reasons">
      <h2 id="reasons" className="mb-3 text-lg">
        {t('reasons')}
      </h2>
      <RefusalNotes refusals={round.refusals} rules={rules} answers={answers} isFinal />
    </section>
  )
}

function Renewal({ view: { id, status, may, renewal } }: { view: StatusView }) {
  const t = useTranslations('applicant.status.renew')
  if (renewal) {
    return (
      <Card title={t(mayWithdraw(renewal.status) ? 'inProgressTitle' : 'renewedTitle')}>
        {status === 'EXPIRED' ? null : <p className="max-w-measure">{t('inProgressText')}</p>}
        <Button asChild className="mt-4">
          <Link href={`/qualifications/${renewal.id}`}>{t('open')}</Link>
        </Button>
        <p className="numeric mt-2 text-sm text-text-muted">{renewal.reference}</p>
      </Card>
    )
  }
  if (!may.renew) return null
  return (
    <Card title={t('title')}>
      <p className="max-w-measure">{t('text')}</p>
      {status === 'EXPIRED' ? null : <p className="mt-2 max-w-measure text-text-muted">{t('inProgressText')}</p>}
      <AskAgain>
        <RenewForm qualificationId={id} />
      </AskAgain>
    </Card>
  )
}

/** Shows the form for another application that is filled from this one; from an erased one nothing can be filled. */
function StartAgain({ view, unfinished }: Pick<Props, 'view' | 'unfinished'>) {
  const t = useTranslations('applicant.status.applyAgain')
  const format = useFormatter()
  const { id, kind, status, may, mayTryAgainOn, erased } = view
  if (erased.details) return null
  const date = (day: string): ReactNode => (
    <time dateTime={day} className="numeric">
      {format.dateTime(startOfDay(day), 'day')}
    </time>
  )
  return (
    <Card title={t(status === 'REJECTED' ? 'afterRejection' : 'title')}>
      {mayTryAgainOn ? <p className="max-w-measure">{t.rich('from', { date: () => date(mayTryAgainOn) })}</p> : null}
      <p className="max-w-measure text-text-muted">{t(status === 'REJECTED' ? 'textAfterRejection' : 'text')}</p>
      {may.startAgain ? (
        <>
          {unfinished}
          <AskAgain>
            <StartAgainForm from={id} kind={kind} />
          </AskAgain>
        </>
      ) : null}
    </Card>
  )
}
