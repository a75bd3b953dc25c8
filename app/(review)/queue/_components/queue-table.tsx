import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Status } from '@/components/ui/status'
import { StatusBadge } from '@/components/ui/status-badge'
import { Table } from '@/components/ui/table'
import { PURPOSES } from '@/lib/review/queue-filters'
import type { QueueEntry } from '@/lib/review/read-queue'
import { Urgency } from './urgency'
import { waited } from './waited'

const WAITING = new Set(['SUBMITTED', 'IN_REVIEW'])

type Props = { entries: readonly QueueEntry[] /** Shows what a lead can do to each. */; isLead: boolean }

export function QueueTable({ entries, isLead }: Props) {
  const t = useTranslations('review.queue')
  const columns = ['reference', 'waited', 'kind', 'use', 'revision', 'status', 'holder'] as const
  return (
    <Table caption={t('table')}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {t(`columns.${column}`)}
            </th>
          ))}
          {isLead ? (
            <th scope="col">
              <span className="sr-only">{t('columns.acts')}</span>
            </th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <Row key={entry.id} entry={entry} isLead={isLead} />
        ))}
      </tbody>
    </Table>
  )
}

function Row({ entry, isLead }: { entry: QueueEntry; isLead: boolean }) {
  const t = useTranslations('review.queue')
  const { id, reference, isUrgent, revision, status } = entry
  return (
    <tr>
      <th scope="row" className="numeric">
        <span className="flex items-center gap-2">
          <Link href={`/${WAITING.has(status) ? 'queue' : 'cases'}/${id}`} prefetch={false} className="link -my-2 py-2">
            {reference}
          </Link>
          {isUrgent ? <StatusBadge tone="danger">{t('urgent')}</StatusBadge> : null}
        </span>
      </th>
      <td className="numeric">
        <Waited entry={entry} />
      </td>
      <td className="whitespace-nowrap">
        <Kind entry={entry} />
      </td>
      <td className="whitespace-nowrap">
        <Use entry={entry} />
      </td>
      <td className="numeric">{t('revision', { revision })}</td>
      <td>
        <Status status={status} />
      </td>
      <td className="max-w-40 truncate">{holderOf(entry, t)}</td>
      {isLead ? (
        <td className="text-right">
          {WAITING.has(status) && !entry.isOwn ? (
            <Urgency qualificationId={id} reference={reference} isUrgent={isUrgent} isSmall />
          ) : null}
        </td>
      ) : null}
    </tr>
  )
}

/** Longer than the target: in words too, not by colour alone. */
function Waited({ entry: { waitedSeconds, isOverTarget } }: { entry: QueueEntry }) {
  const t = useTranslations('review.queue')
  const words = useTranslations('review.queue.waited')
  if (waitedSeconds === null) return null
  return (
    <>
      {waited(waitedSeconds, words)}
      {isOverTarget ? <span className="ml-1.5 font-medium text-danger">{t('late')}</span> : null}
    </>
  )
}

function Kind({ entry: { kind, organisationType } }: { entry: QueueEntry }) {
  const t = useTranslations('review.queue')
  const types = useTranslations('rulebook.options.organisation.type')
  return organisationType && types.has(organisationType) ? types(organisationType) : t(`kinds.${kind}`)
}

/** Marketing stands out: the stricter review began with it. */
function Use({ entry: { purposes, isOnBehalf } }: { entry: QueueEntry }) {
  const t = useTranslations('review.queue')
  const others = PURPOSES.filter((purpose) => purpose !== 'MARKETING' && purposes.includes(purpose))
  return (
    <span className="flex items-center gap-1.5">
      {purposes.includes('MARKETING') ? <StatusBadge tone="warning">{t('purposes.MARKETING')}</StatusBadge> : null}
      {others.map((purpose) => (
        <span key={purpose}>{t(`purposes.${purpose}`)}</span>
      ))}
      {isOnBehalf ? <StatusBadge tone="info">{t('uses.ON_BEHALF')}</StatusBadge> : null}
    </span>
  )
}

function holderOf({ holder, isOwn }: QueueEntry, t: (key: 'mine' | 'someone' | 'own') => string): string {
  if (!holder) return isOwn ? t('own') : ''
  return holder.isMe ? t('mine') : (holder.name ?? t('someone'))
}
