import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Card } from '@/components/ui/card'
import { Moment } from '@/components/ui/moment'
import type { StoryHead } from '@/lib/cases/read-story'
import { PURPOSES } from '@/lib/review/queue/queue-choices'

/** Shows who applies for what, and when its status changed. */
export function Facts({ head }: { head: StoryHead }) {
  const t = useTranslations('cases.facts')
  const queue = useTranslations('review.queue')
  const types = useTranslations('rulebook.options.organisation.type')
  const { kind, organisationType, purposes, isOnBehalf, holder, renews, renewals } = head
  const isTypeNamed = organisationType !== null && types.has(organisationType)
  const use = [
    ...PURPOSES.filter((purpose) => purposes.includes(purpose)).map((purpose) => queue(`purposes.${purpose}`)),
    ...(kind === 'ORGANISATION' ? [queue(`uses.${isOnBehalf ? 'ON_BEHALF' : 'OWN_USE'}`)] : []),
  ]
  const facts: [string, ReactNode][] = [
    [t('kind'), isTypeNamed ? types(organisationType) : queue(`kinds.${kind}`)],
    [t('use'), use.length > 0 ? use.join(' · ') : null],
    [t('revision'), queue('revision', { revision: head.revision })],
    [t('holder'), holder && (holder.isMe ? queue('mine') : (holder.name ?? queue('someone')))],
    [t('heldSince'), holder?.since && <Moment at={holder.since} />],
    [t('heldUntil'), holder?.until && <Moment at={holder.until} />],
    [t('createdAt'), <Moment key="at" at={head.createdAt} />],
    [t('firstSubmittedAt'), head.firstSubmittedAt && <Moment at={head.firstSubmittedAt} />],
    [t('queuedAt'), head.queuedAt && <Moment at={head.queuedAt} />],
    [t('decidedAt'), head.decidedAt && <Moment at={head.decidedAt} />],
    [t('validUntil'), head.validUntil && <Moment at={head.validUntil} />],
    [t('renews'), renews && <ToCase {...renews} />],
    [
      t('accountId'),
      <code key="id" className="text-xs wrap-anywhere select-all">
        {head.accountId}
      </code>,
    ],
    [t('renewals'), renewals.length > 0 ? renewals.map((next) => <ToCase key={next.id} {...next} />) : null],
  ]
  return (
    <Card>
      <dl className="grid gap-x-6 gap-y-2.5 min-[480px]:grid-cols-2 lg:grid-cols-4">
        {facts
          .filter(([, value]) => Boolean(value))
          .map(([term, value]) => (
            <div key={term} className={term === t('accountId') ? 'min-[480px]:col-span-2' : undefined}>
              <dt className="text-xs text-text-muted">{term}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </Card>
  )
}

function ToCase({ id, reference }: { id: string; reference: string }) {
  return (
    <Link href={`/cases/${id}`} prefetch={false} className="link numeric mr-3 inline-block py-1">
      {reference}
    </Link>
  )
}
