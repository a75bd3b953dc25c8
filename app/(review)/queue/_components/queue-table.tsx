import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Status } from '@/components/ui/status'
import { Table } from '@/components/ui/table'
import type { QueueEntry } from '@/lib/review/read-queue'
import { waited } from './waited'

export function QueueTable({ entries }: { entries: readonly QueueEntry[] }) {
  const t = useTranslations('review.queue')
  const words = useTranslations('review.queue.waited')
  const columns = ['reference', 'waited', 'kind', 'revision', 'status', 'holder'] as const
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
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

function holderOf({ holder, isOwn }: QueueEntry, t: (key: 'mine' | 'someone' | 'own') => string): string {
  if (!holder) return isOwn ? t('own') : ''
  return holder.isMe ? t('mine') : (holder.name ?? t('someone'))
}
