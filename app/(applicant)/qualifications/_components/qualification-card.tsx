import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { ValidUntil } from '@/components/qualifications/valid-until'
import { Moment } from '@/components/ui/moment'
import { Status } from '@/components/ui/status'
import { StatusBadge } from '@/components/ui/status-badge'
import { startOfDay } from '@/lib/core/clock'
import { mayWithdraw } from '@/lib/qualifications/lifecycle'
import type { QualificationCard as Qualification } from '@/lib/qualifications/queries'

type Props = {
  qualification: Qualification
  /** Names the account, for people who belong to several. */
  account?: string | undefined
}

/** Shows the applicant's own qualification at a glance: its status and what to do next. All of it is one target. */
export function QualificationCard({ qualification, account }: Props) {
  const t = useTranslations()
  const format = useFormatter()
  const { id, reference, kind, name, status, isTest, mayTryAgainOn, renews } = qualification
  const day = (date: string) => format.dateTime(startOfDay(date), 'day')
  const date = mayTryAgainOn ? day(mayTryAgainOn) : ''
  return (
    <article className="relative flex items-center gap-4 rounded-md border bg-surface px-5 py-4 hover:border-border-strong hover:bg-action-soft/40">
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
          <h2 className="text-base font-semibold">
            <Link
              href={`/qualifications/${id}`}
              className="text-text after:absolute after:inset-0 after:rounded-md focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-offset-2 focus-visible:after:outline-focus"
            >
              <span className="numeric whitespace-nowrap">{reference}</span>
            </Link>
          </h2>
          <span className="flex gap-1">
            {isTest ? <StatusBadge tone="info">{t('handover.test.name')}</StatusBadge> : null}
            <Status status={status} />
          </span>
        </div>
        <p className="mt-2 font-medium text-action">{t(`applicant.list.next.${nextOf(qualification)}`, { date })}</p>
        <p className="wrap-anywhere mt-1 flex flex-wrap gap-x-4 text-sm text-text-muted">
          <span>{t(`rulebook.kinds.${kind}.name`)}</span>
          {name ? <bdi>{name}</bdi> : null}
          {account ? <span>{account}</span> : null}
          {renews ? <span>{t('applicant.list.renews', { reference: renews.reference })}</span> : null}
          <LastDate qualification={qualification} />
        </p>
      </div>
      <ChevronRight aria-hidden className="size-5 shrink-0 text-text-muted" />
    </article>
  )
}

/** Returns what is to be done next, from the status and what else is known. */
function nextOf({ status, renewal, mayRenew, mayTryAgainOn, erasedAt, isMaterialRequested }: Qualification) {
  if (erasedAt) return 'ERASED'
  if (isMaterialRequested) return 'MATERIAL_REQUESTED'
  if ((status === 'APPROVED' || status === 'EXPIRED') && renewal) {
    return mayWithdraw(renewal.status) ? 'RENEWING' : 'RENEWED'
  }
  if (status === 'APPROVED' && mayRenew) return 'APPROVED_NEAR'
  return status === 'REJECTED' && mayTryAgainOn ? 'REJECTED_UNTIL' : status
}

/** Shows the one date that matters most now. */
function LastDate({ qualification }: { qualification: Qualification }) {
  const t = useTranslations('applicant.list.dates')
  const { status, updatedAt, firstSubmittedAt, decidedAt, validUntil } = qualification
  if (status === 'APPROVED' && validUntil) {
    return <span>{t.rich('validUntil', { date: () => <ValidUntil at={validUntil} /> })}</span>
  }
  const [key, at] =
    status === 'DRAFT' || !firstSubmittedAt
      ? (['saved', updatedAt] as const)
      : decidedAt && status !== 'SUBMITTED' && status !== 'IN_REVIEW'
        ? (['decided', decidedAt] as const)
        : (['submitted', firstSubmittedAt] as const)
  return <span>{t.rich(key, { date: () => <Moment at={at} /> })}</span>
}
