import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Table } from '@/components/ui/table'
import type { QueueEntry } from '@/lib/review/read-queue'
import { Status } from './status'
import { Take } from './take'
import { waited } from './waited'

type Props = { entries: readonly QueueEntry[] /** Whether the reader takes applications at all. */; canReview: boolean }

export function QueueTable({ entries, canReview }: Props) {
  const t = useTranslations('review.queue')
  const words = useTranslations('review.queue.waited')
  const columns = ['reference', 'waited', 'kind', 'revision', 'status', 'holder', 'action'] as const
  return (
    <Table caption={t('table')}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {t(`columns.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.id}>
            <th scope="row" className="numeric">
              <Link href={`/queue/${entry.id}`} prefetch={false} className="link -my-2 py-2">
                {entry.reference}
              </Link>
            </th>
            <td className="numeric">{waited(entry.waitedSeconds, words)}</td>
            <td className="whitespace-nowrap">{t(`kinds.${entry.kind}`)}</td>
            <td className="numeric">{t('revision', { revision: entry.revision })}</td>
            <td>
              <Status status={entry.status} />
            </td>
            <td className="max-w-48 truncate">{holderOf(entry, t)}</td>
            <td>
              <Act entry={entry} canReview={canReview} />
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

function holderOf({ holder }: QueueEntry, t: (key: 'mine' | 'someone') => string): string {
  if (!holder) return ''
  return holder.isMe ? t('mine') : (holder.name ?? t('someone'))
}

function Act({ entry, canReview }: { entry: QueueEntry; canReview: boolean }) {
  const t = useTranslations('review.queue')
  if (entry.isOwn) return <span className="text-xs text-text-muted">{t('own')}</span>
  if (canReview && entry.status === 'SUBMITTED') return <Take qualificationId={entry.id} label={t('take')} />
  return (
    <Button asChild size="small" variant="quiet">
      <Link href={`/queue/${entry.id}`} prefetch={false}>
        {t(entry.holder?.isMe ? 'continue' : 'open')}
      </Link>
    </Button>
  )
}
