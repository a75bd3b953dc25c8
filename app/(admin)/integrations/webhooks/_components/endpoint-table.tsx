import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { EmptyState } from '@/components/ui/empty-state'
import { Moment } from '@/components/ui/moment'
import { StatusBadge } from '@/components/ui/status-badge'
import { Table, TableHead } from '@/components/ui/table'
import type { EndpointView } from '@/lib/integrations/webhooks/queries'
import { EndpointStatus } from './endpoint-status'

const COLUMNS = ['endpoint', 'state', 'waiting', 'events', 'made'] as const

export function EndpointTable({ endpoints }: { endpoints: readonly EndpointView[] }) {
  const t = useTranslations('webhooks')
  if (endpoints.length === 0) return <EmptyState title={t('empty.title')}>{t('empty.text')}</EmptyState>
  return (
    <Table caption={t('table')}>
      <TableHead headings={COLUMNS.map((column) => t(`columns.${column}`))} />
      <tbody>
        {endpoints.map((endpoint) => (
          <tr key={endpoint.id}>
            <th scope="row">
              <span className="inline-block max-w-80 min-w-40 whitespace-normal wrap-anywhere">
                <Link href={`/integrations/webhooks/${endpoint.id}`} className="link">
                  {endpoint.description}
                </Link>
                <span className="block text-sm font-normal text-text-muted">{endpoint.url}</span>
              </span>
            </th>
            <td>
              <span className="flex flex-wrap gap-1">
                <EndpointStatus endpoint={endpoint} />
                {endpoint.isTest ? <StatusBadge tone="info">{t('modes.test')}</StatusBadge> : null}
              </span>
            </td>
            <td className="numeric">{endpoint.waiting}</td>
            <td>
              <span className="inline-block min-w-48 whitespace-normal">
                {endpoint.events.map((event) => t(`events.${event}`)).join(' · ')}
              </span>
            </td>
            <td className="numeric text-text-muted">
              {t.rich('by', { name: endpoint.createdBy ?? '—', time: () => <Moment at={endpoint.createdAt} /> })}
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
