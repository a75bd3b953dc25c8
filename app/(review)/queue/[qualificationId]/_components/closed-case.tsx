'use client'
import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ClaimButton } from '@/app/(review)/_components/claim-button'
import { ClaimNext } from '@/app/(review)/_components/claim-next'
import { ReleaseButton } from '@/app/(review)/_components/release-button'
import { Urgency } from '@/app/(review)/_components/urgency'
import { PageBody } from '@/components/layout/page-body'
import { PageHeader } from '@/components/layout/page-header'
import { TabTitle } from '@/components/layout/tab-title'
import { UrgentBadge } from '@/components/review/urgent-badge'
import { Breadcrumbs } from '@/components/ui/breadcrumbs'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { DescriptionList } from '@/components/ui/description-list'
import { Status } from '@/components/ui/status'
import type { ReviewHead } from '@/lib/review/read-for-review'

const DECIDED = new Set(['APPROVED', 'REJECTED', 'CHANGES_REQUESTED'])

type Props = {
  head: ReviewHead
  canReview: boolean
  /** Appears above the facts of the case. */
  notice?: ReactNode
}

/** Shows a case that isn't the reader's: its state, and what they may do about it. */
export function ClosedCase({ head, canReview, notice }: Props) {
  const t = useTranslations('review')
  const format = useFormatter()
  const { id, reference, status, holder, revision, queuedAt, decidedAt } = head
  const isDecided = DECIDED.has(status)
  const holderName = holder && (holder.isMe ? t('queue.mine') : (holder.name ?? t('queue.someone')))
  const moment = (at: Date) => format.dateTime(at, 'moment')
  const items = [
    { term: t('queue.columns.kind'), value: t(`queue.kinds.${head.kind}`) },
    { term: t('queue.columns.revision'), value: t('case.revision', { revision }) },
    ...(queuedAt ? [{ term: t('case.queuedAt'), value: moment(queuedAt) }] : []),
    ...(holderName ? [{ term: t('case.holder'), value: holderName }] : []),
    ...(isDecided && decidedAt ? [{ term: t('case.decidedAt'), value: moment(decidedAt) }] : []),
  ]
  return (
    <PageBody>
      <TabTitle reference={reference} />
      <PageHeader
        above={<Breadcrumbs link={Link} items={[{ label: t('queue.title'), href: '/queue' }, { label: reference }]} />}
        title={<span className="numeric">{reference}</span>}
        status={
          <>
            <Status status={status} />
            {head.isUrgent ? <UrgentBadge /> : null}
          </>
        }
        lead={t(`case.closed.${explanationOf(head)}`, { name: holderName ?? '' })}
      />
      <div className="mb-4 empty:hidden">{notice}</div>
      <Card className="max-w-form">
        <DescriptionList items={items} />
        <div className="mt-4 flex flex-wrap gap-3">
          {head.canClaim ? <ClaimButton qualificationId={id} label={t('case.claim')} isMain /> : null}
          {head.canRelease && holder ? (
            <ReleaseButton
              qualificationId={id}
              holder={{ id: holder.id, name: holder.name ?? t('queue.someone') }}
              size="normal"
            />
          ) : null}
          {head.canSetUrgency ? <Urgency qualificationId={id} reference={reference} isUrgent={head.isUrgent} /> : null}
          {canReview && (isDecided || head.isSent) ? <ClaimNext /> : null}
          <Button asChild>
            <Link href={`/cases/${id}`}>{t('case.story')}</Link>
          </Button>
          <Button asChild>
            <Link href="/queue">{t('case.back')}</Link>
          </Button>
        </div>
      </Card>
    </PageBody>
  )
}

function explanationOf({
  status,
  isOwn,
  isSent,
}: ReviewHead): 'own' | 'sent' | 'SUBMITTED' | 'IN_REVIEW' | 'decided' | 'other' {
  if (isOwn) return 'own'
  if (isSent) return 'sent'
  if (status === 'SUBMITTED' || status === 'IN_REVIEW') return status
  return DECIDED.has(status) ? 'decided' : 'other'
}
