import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Timeline } from '@/components/layout/timeline'
import { UnbrokenVersions } from '@/components/staff/unbroken-versions'
import { Card } from '@/components/ui/card'
import { Moment } from '@/components/ui/moment'
import type { Tone } from '@/components/ui/status-badge'
import type { StoryEvent } from '@/lib/cases/story-events'
import { detailsOf } from '@/lib/reports/details/details-of'
import { eventKey } from '@/lib/reports/event-key'

const TONES: Partial<Record<StoryEvent['action'], Tone>> = {
  'qualification.submitted': 'info',
  'qualification.suspended': 'warning',
  'qualification.revoked': 'danger',
  'qualification.resumed': 'success',
}
const OUTCOMES: Readonly<Record<string, Tone>> = {
  APPROVED: 'success',
  CHANGES_REQUESTED: 'warning',
  REJECTED: 'danger',
}

/** Returns the tone of an event; a decision has that of its outcome. */
function toneOf({ action, data }: StoryEvent): Tone {
  if (action !== 'review.decided') return TONES[action] ?? 'neutral'
  return OUTCOMES[(data as { to: string }).to] ?? 'neutral'
}

type Audit = ReturnType<typeof useTranslations<'audit'>>

function actorOf({ actorKind, actorName }: StoryEvent, audit: Audit): string {
  if (actorKind === 'PERSON') return actorName ?? audit('actors.applicant')
  return actorKind === 'CLIENT' && actorName
    ? audit('actors.client', { name: actorName })
    : audit(`actors.${actorKind}`)
}

type Props = {
  events: readonly StoryEvent[]
  /** Leads to the same events in the audit log, for people who may read it. */
  logHref: string | null
}

/** Lists what happened, newest first, in the audit log's own words. */
export function CaseTimeline({ events, logHref }: Props) {
  const t = useTranslations('cases.timeline')
  const audit = useTranslations('audit')
  const say = useTranslations()
  const link = logHref ? (
    <Link href={logHref} prefetch={false} className="link py-1 text-sm">
      {t('log')}
    </Link>
  ) : undefined
  return (
    <Card title={t('title')} aside={link}>
      {events.length === 0 ? <p className="text-text-muted">{t('empty')}</p> : null}
      <Timeline
        entries={events.map((event) => {
          const { id, at, action, data } = event
          return {
            id,
            title: audit(eventKey(action)),
            time: <Moment at={at} />,
            tone: toneOf(event),
            detail: (
              <>
                <span>{actorOf(event, audit)}</span>
                <span className="block wrap-anywhere">
                  <UnbrokenVersions text={detailsOf(say, action, data).join(' · ')} />
                </span>
              </>
            ),
          }
        })}
      />
    </Card>
  )
}
