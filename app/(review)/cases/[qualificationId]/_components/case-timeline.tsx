import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Timeline } from '@/components/layout/timeline'
import { Card } from '@/components/ui/card'
import type { Tone } from '@/components/ui/status-badge'
import { ViewerTime } from '@/components/ui/viewer-time'
import { detailsOf } from '@/lib/reports/audit-details'
import type { StoryEvent } from '@/lib/review/story-events'

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

/** A decision by what came of it. */
function toneOf({ action, data }: StoryEvent): Tone {
  if (action !== 'review.decided') return TONES[action] ?? 'neutral'
  return OUTCOMES[(data as { to: string }).to] ?? 'neutral'
}

type Props = {
  events: readonly StoryEvent[] /** Of the same in the audit log, for who reads it. */
  logHref: string | null
}

/** What happened, newest first, in the audit log's own words. */
export function CaseTimeline({ events, logHref }: Props) {
  const t = useTranslations('cases.timeline')
  const audit = useTranslations('audit')
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
          const { id, at, action, actorKind, actorName, data } = event
          return {
            id,
            title: audit(`actions.${action}`),
            time: <ViewerTime at={at} />,
            tone: toneOf(event),
            detail: (
              <>
                <span>
                  {actorKind === 'PERSON' ? (actorName ?? audit('actors.applicant')) : audit(`actors.${actorKind}`)}
                </span>
                <span className="block font-mono text-xs wrap-anywhere">{detailsOf(data).join('  ')}</span>
              </>
            ),
          }
        })}
      />
    </Card>
  )
}
