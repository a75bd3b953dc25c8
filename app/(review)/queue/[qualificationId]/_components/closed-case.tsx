import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { PageBody } from '@/components/layout/page-body'
import { PageHeader } from '@/components/layout/page-header'
import { Breadcrumbs } from '@/components/ui/breadcrumbs'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { DescriptionList } from '@/components/ui/description-list'
import { Status } from '@/components/ui/status'
import { StatusBadge } from '@/components/ui/status-badge'
import type { ReviewHead } from '@/lib/review/queries'
import { Take } from '../../_components/take'
import { TakeNext } from '../../_components/take-next'
import { Urgency } from '../../_components/urgency'
import { ReleaseButton } from './release-button'

const DECIDED = new Set(['APPROVED', 'REJECTED', 'CHANGES_REQUESTED'])

type Props = { head: ReviewHead; canReview: boolean }

/** A case that isn't the reader's: its state, and what they may do about it. */
export function ClosedCase({ head, canReview }: Props) {
  const t = useTranslations('review')
  const cases = useTranslations('cases')
  const format = useFormatter()
  const { id, reference, status, holder, revision, queuedAt, decidedAt } = head
  const isDecided = DECIDED.has(status)
  const holderName = holder && (holder.name ?? t('queue.someone'))
  const moment = (at: Date) => format.dateTime(at, { dateStyle: 'medium', timeStyle: 'short' })
  const items = [
    { term: t('queue.columns.kind'), value: t(`queue.kinds.${head.kind}`) },
    { term: t('queue.columns.revision'), value: t('case.revision', { revision }) },
    ...(queuedAt ? [{ term: t('case.queuedAt'), value: moment(queuedAt) }] : []),
    ...(holderName ? [{ term: t('case.holder'), value: holderName }] : []),
    ...(isDecided && decidedAt ? [{ term: t('case.decidedAt'), value: moment(decidedAt) }] : []),
  ]
  return (
    <PageBody>
      <PageHeader
        above={<Breadcrumbs link={Link} items={[{ label: t('queue.title'), href: '/queue' }, { label: reference }]} />}
        title={<span className="numeric">{reference}</span>}
        status={
          <>
            <Status status={status} />
            {head.isUrgent ? <StatusBadge tone="danger">{t('queue.urgent')}</StatusBadge> : null}
          </>
        }
        lead={t(`case.closed.${explanationOf(head)}`, { name: holderName ?? '' })}
      />
      <Card className="max-w-form">
        <DescriptionList items={items} />
        <div className="mt-4 flex flex-wrap gap-3">
          {head.canClaim ? <Take qualificationId={id} label={t('case.claim')} isMain /> : null}
          {head.canRelease && holder ? (
            <ReleaseButton qualificationId={id} holder={holderName ?? t('queue.someone')} />
          ) : null}
          {head.canSetUrgency ? <Urgency qualificationId={id} reference={reference} isUrgent={head.isUrgent} /> : null}
          {canReview && isDecided ? <TakeNext /> : null}
          <Button asChild>
            <Link href={`/cases/${id}`}>{cases('story')}</Link>
          </Button>
          <Button asChild>
            <Link href="/queue">{t('case.back')}</Link>
          </Button>
        </div>
      </Card>
    </PageBody>
  )
}

function explanationOf({ status, isOwn }: ReviewHead): 'own' | 'SUBMITTED' | 'IN_REVIEW' | 'decided' | 'other' {
  if (isOwn) return 'own'
  if (status === 'SUBMITTED' || status === 'IN_REVIEW') return status
  return DECIDED.has(status) ? 'decided' : 'other'
}
