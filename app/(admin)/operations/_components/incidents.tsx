import { useTranslations } from 'next-intl'
import { EmptyState } from '@/components/ui/empty-state'
import { Moment } from '@/components/ui/moment'
import { StatusBadge } from '@/components/ui/status-badge'
import { Table, TableHead } from '@/components/ui/table'
import type { Operations } from '@/lib/worker/operations/read-operations'
import { NotKnown } from './figure'

const COLUMNS = ['condition', 'since', 'until', 'lasted'] as const
const MINUTES_OF_HOUR = 60
const HOURS_OF_DAY = 24

/** Shows what was wrong, from when until when. Those that are open come first. */
export function Incidents({ incidents, at }: Pick<Operations, 'incidents' | 'at'>) {
  const t = useTranslations('operations.incidents')
  const say = useTranslations('conditions')
  return (
    <div>
      <h2 className="mb-2 text-lg compact:text-base">{t('title')}</h2>
      {incidents === null ? <NotKnown /> : null}
      {incidents?.length === 0 ? <EmptyState title={t('empty')}>{t('emptyText')}</EmptyState> : null}
      {incidents && incidents.length > 0 ? (
        <Table caption={t('title')}>
          <TableHead headings={COLUMNS.map((column) => t(column))} />
          <tbody>
            {incidents.map(({ id, kind, since, until }) => (
              <tr key={id}>
                <td className="min-w-48">{say(`${kind}.title`)}</td>
                <td>
                  <Moment at={since} />
                </td>
                <td>{until ? <Moment at={until} /> : <StatusBadge tone="danger">{t('open')}</StatusBadge>}</td>
                <td className="numeric w-full">
                  <Lasted milliseconds={(until ?? at).getTime() - since.getTime()} />
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      ) : null}
    </div>
  )
}

/** Shows how long an incident lasted, in the largest unit of which there are two. */
function Lasted({ milliseconds }: { milliseconds: number }) {
  const t = useTranslations('operations.incidents')
  const minutes = Math.max(1, Math.round(milliseconds / 60_000))
  if (minutes < 2 * MINUTES_OF_HOUR) return t('minutes', { count: minutes })
  const hours = Math.round(minutes / MINUTES_OF_HOUR)
  if (hours < 2 * HOURS_OF_DAY) return t('hours', { count: hours })
  return t('days', { count: Math.round(hours / HOURS_OF_DAY) })
}
