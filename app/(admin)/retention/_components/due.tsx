import { Lock } from 'lucide-react'
import Link from 'next/link'
import { useNow, useTranslations } from 'next-intl'
import { addressOf } from '@/components/ui/address'
import { EmptyState } from '@/components/ui/empty-state'
import { Moment } from '@/components/ui/moment'
import { Pagination } from '@/components/ui/pagination'
import { StatusBadge } from '@/components/ui/status-badge'
import { Table, TableHead } from '@/components/ui/table'
import type { DueLine, DuePage } from '@/lib/privacy/retention/read-due'
import { Reference } from './reference'

const COLUMNS = ['reference', 'outcome', 'what', 'at', 'state'] as const

/** Lists what falls due next, line by line. */
export function Due({ page: { lines, later }, isFirst }: { page: DuePage; isFirst: boolean }) {
  const t = useTranslations('retention')
  return (
    <div>
      <h2 className="mb-2 text-base">{t('due.title')}</h2>
      {lines.length > 0 ? (
        <Table caption={t('due.table')}>
          <TableHead headings={COLUMNS.map((column) => t(`due.${column}`))} />
          <tbody>
            {lines.map((line) => (
              <tr key={`${line.id} ${line.at.getTime()}`}>
                <td>
                  <Reference id={line.id} reference={line.reference} isSubmitted={line.isSubmitted} />
                </td>
                <td className="whitespace-nowrap">{t(`outcomes.${line.outcome}`)}</td>
                <td className="whitespace-nowrap">{line.what.map((what) => t(`scopes.${what}`)).join(t('and'))}</td>
                <td>
                  <Moment at={line.at} />
                </td>
                <td className="w-full">
                  <State line={line} />
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      ) : (
        <EmptyState title={t(isFirst ? 'due.empty' : 'due.emptyPage')}>
          {isFirst ? t('due.emptyText') : null}
        </EmptyState>
      )}
      <Pagination
        link={Link}
        isAhead
        newerHref={isFirst ? undefined : addressOf('/retention', { show: 'due' })}
        olderHref={later ? addressOf('/retention', { show: 'due', after: later }) : undefined}
      />
    </div>
  )
}

function State({ line: { at, isHeld } }: { line: DueLine }) {
  const t = useTranslations('retention')
  const now = useNow()
  if (isHeld) {
    return (
      <StatusBadge tone="warning" icon={Lock}>
        {t('held')}
      </StatusBadge>
    )
  }
  return at <= now ? <StatusBadge tone="info">{t('due.overdue')}</StatusBadge> : t('due.willGo')
}
