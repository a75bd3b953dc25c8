import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { addressOf } from '@/components/ui/address'
import { EmptyState } from '@/components/ui/empty-state'
import { Moment } from '@/components/ui/moment'
import { Pagination } from '@/components/ui/pagination'
import { Table } from '@/components/ui/table'
import type { ErasuresPage } from '@/lib/privacy/erasure/read-erasures'
import { Reference } from './reference'

const COLUMNS = ['at', 'reference', 'what', 'cause', 'files'] as const

/** Lists what was erased, and why. */
export function Erasures({ page: { lines, older }, isFirst }: { page: ErasuresPage; isFirst: boolean }) {
  const t = useTranslations('retention')
  const format = useFormatter()
  return (
    <div>
      {lines.length > 0 ? (
        <Table caption={t('erasures.table')}>
          <thead>
            <tr>
              {COLUMNS.map((column) => (
                <th key={column} scope="col" className={column === 'files' ? 'text-right!' : ''}>
                  {t(`erasures.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map(({ id, at, qualification, scopes, cause, files }) => (
              <tr key={id}>
                <td>
                  <Moment at={at} />
                </td>
                <td>{qualification ? <Reference {...qualification} /> : t('account')}</td>
                <td className="whitespace-nowrap">{scopes.map((scope) => t(`scopes.${scope}`)).join(t('and'))}</td>
                <td className="whitespace-nowrap">{t(`erasures.causes.${cause}`)}</td>
                <td className="numeric text-right">{format.number(files)}</td>
              </tr>
            ))}
          </tbody>
        </Table>
      ) : (
        <EmptyState title={t(isFirst ? 'erasures.empty' : 'erasures.emptyPage')}>
          {isFirst ? t('erasures.emptyText') : null}
        </EmptyState>
      )}
      <Pagination
        link={Link}
        newerHref={isFirst ? undefined : addressOf('/retention', { show: 'erasures' })}
        olderHref={older ? addressOf('/retention', { show: 'erasures', after: older }) : undefined}
      />
    </div>
  )
}
