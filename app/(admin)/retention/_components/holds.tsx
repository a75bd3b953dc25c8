import { useTranslations } from 'next-intl'
import { EmptyState } from '@/components/ui/empty-state'
import { Moment } from '@/components/ui/moment'
import { Table, TableHead } from '@/components/ui/table'
import type { LiveHold } from '@/lib/privacy/holds/read-live-holds'
import { Reference } from './reference'

const COLUMNS = ['covers', 'references', 'reason', 'note', 'by', 'at'] as const

/** Lists the legal holds in force. They are placed and lifted on the pages of their cases. */
export function Holds({ holds }: { holds: readonly LiveHold[] }) {
  const t = useTranslations('retention.holds')
  if (holds.length === 0) return <EmptyState title={t('empty')}>{t('emptyText')}</EmptyState>
  return (
    <Table caption={t('table')}>
      <TableHead headings={COLUMNS.map((column) => t(column))} />
      <tbody>
        {holds.map((hold) => (
          <tr key={hold.id}>
            <td className="whitespace-nowrap">{t(`coversOf.${hold.covers}`)}</td>
            <td>
              {hold.qualifications.length > 0
                ? hold.qualifications.map(({ id, reference }) => (
                    <span key={id} className="mr-3 inline-block">
                      <Reference id={id} reference={reference} />
                    </span>
                  ))
                : '—'}
            </td>
            <td className="min-w-40">{t(`reasons.${hold.reason}`)}</td>
            <td className="min-w-56 whitespace-pre-line">{hold.note ?? '—'}</td>
            <td className="whitespace-nowrap">{hold.placedBy ?? t('someone')}</td>
            <td>
              <Moment at={hold.placedAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
