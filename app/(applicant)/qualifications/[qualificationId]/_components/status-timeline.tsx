import { useTranslations } from 'next-intl'
import { Timeline, type TimelineEntry } from '@/components/layout/timeline'
import { Moment } from '@/components/ui/moment'
import type { Tone } from '@/components/ui/status-badge'
import { isWaiting } from '@/lib/qualifications/lifecycle'
import type { StatusView, TimelineEvent } from '@/lib/qualifications/read-status'

const TONES: Record<TimelineEvent['event'], Tone> = {
  STARTED: 'neutral',
  SUBMITTED: 'info',
  CHANGES_REQUESTED: 'warning',
  APPROVED: 'success',
  REJECTED: 'danger',
  WITHDRAWN: 'neutral',
  LAPSED: 'neutral',
  SUSPENDED: 'warning',
  RESUMED: 'success',
  REVOKED: 'danger',
  EXPIRED: 'neutral',
}

/** Shows what happened, and what is still to come. */
export function StatusTimeline({ view: { timeline, status } }: { view: StatusView }) {
  const t = useTranslations('applicant.status.timeline')
  const past = timeline.map(
    ({ event, at, revision }): TimelineEntry => ({
      id: `${event}-${at.getTime()}`,
      title: event === 'SUBMITTED' && revision > 1 ? t('SUBMITTED_AGAIN', { revision }) : t(event),
      time: <Moment at={at} />,
      tone: TONES[event],
    }),
  )
  if (!isWaiting(status)) return <Timeline entries={past} />
  const review: TimelineEntry =
    status === 'SUBMITTED'
      ? { id: 'review', title: t('review'), isAhead: true }
      : { id: 'review', title: t('inReview'), tone: 'info' }
  return <Timeline entries={[...past, review, { id: 'outcome', title: t('outcome'), isAhead: true }]} />
}
