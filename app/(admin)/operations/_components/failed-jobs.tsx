import { useFormatter, useTranslations } from 'next-intl'
import { Moment } from '@/components/ui/moment'
import { Table, TableHead } from '@/components/ui/table'
import type { Operations } from '@/lib/worker/operations/read-operations'
import { Figure } from './figure'

const COLUMNS = ['name', 'times', 'last'] as const

/** Lists scheduled jobs of which a run failed, in words and by the name that the server log uses. */
export function FailedJobs({ jobs }: { jobs: Operations['failedJobs'] }) {
  const t = useTranslations('operations.jobs')
  const format = useFormatter()
  return (
    <Figure title={t('title')} lines={jobs} empty={t('empty')}>
      {(lines) => (
        <Table caption={t('title')}>
          <TableHead headings={COLUMNS.map((column) => t(column))} />
          <tbody>
            {lines.map(({ name, times, lastAt }) => (
              <tr key={name}>
                <td className="whitespace-nowrap">
                  {t.has(`names.${name}`) ? t(`names.${name}`) : null}{' '}
                  <code className="font-mono text-xs text-text-muted">{name}</code>
                </td>
                <td className="numeric">{format.number(times)}</td>
                <td className="w-full">
                  <Moment at={lastAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Figure>
  )
}
