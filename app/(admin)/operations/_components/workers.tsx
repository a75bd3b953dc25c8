import { useFormatter, useTranslations } from 'next-intl'
import { StatusBadge } from '@/components/ui/status-badge'
import { Table, TableHead } from '@/components/ui/table'
import type { Operations } from '@/lib/worker/operations/read-operations'
import { Figure } from './figure'

const COLUMNS = ['host', 'state', 'beat', 'jobs'] as const

/** Shows which workers there are, and what each works on. */
export function Workers({ workers, at }: Pick<Operations, 'workers' | 'at'>) {
  const t = useTranslations('operations.workers')
  const format = useFormatter()
  return (
    <Figure title={t('title')} lines={workers} empty={t('empty')}>
      {(lines) => (
        <Table caption={t('title')}>
          <TableHead headings={COLUMNS.map((column) => t(column))} />
          <tbody>
            {lines.map(({ id, host, pid, beatAt, isSilent, jobs }) => (
              <tr key={id}>
                <td>
                  <span className="block max-w-32 truncate sm:max-w-56" title={host}>
                    {host}
                  </span>
                  <span className="block text-xs whitespace-nowrap text-text-muted">
                    {t('process', { pid: `${pid}` })}
                  </span>
                </td>
                <td>
                  <StatusBadge tone={isSilent ? 'danger' : 'success'}>{t(isSilent ? 'silent' : 'alive')}</StatusBadge>
                </td>
                <td className="numeric">{format.relativeTime(beatAt, at)}</td>
                <td className="w-full min-w-40">
                  {jobs.length > 0
                    ? jobs.map((name) => (
                        <code key={name} className="block font-mono text-xs whitespace-nowrap">
                          {name}
                        </code>
                      ))
                    : t('idle')}
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Figure>
  )
}
