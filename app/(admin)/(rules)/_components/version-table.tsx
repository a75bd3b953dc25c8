import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { pathOf } from '@/components/rules/places'
import { Moment } from '@/components/ui/moment'
import { Table, TableHead } from '@/components/ui/table'
import type { RuleKind } from '@/lib/db/generated/enums'
import type { RuleVersionHead } from '@/lib/rulebook/editing/queries'
import { VersionStatus } from './version-status'

const COLUMNS = ['version', 'status', 'basedOn', 'by', 'at'] as const

export function VersionTable({ kind, versions }: { kind: RuleKind; versions: readonly RuleVersionHead[] }) {
  const t = useTranslations('rules')
  return (
    <Table caption={t('list.table')}>
      <TableHead headings={COLUMNS.map((column) => t(`list.columns.${column}`))} />
      <tbody>
        {versions.map((head) => (
          <tr key={head.version}>
            <th scope="row" className="numeric">
              <Link href={pathOf(kind, head.version)} prefetch={false} className="link -my-2 inline-block py-2">
                {head.version}
              </Link>
            </th>
            <td>
              <VersionStatus head={head} />
            </td>
            <td className="numeric text-text-muted">{head.basedOn ?? '—'}</td>
            <td className="whitespace-nowrap">
              {head.status === 'BUILT_IN' ? t('list.portal') : (head.by ?? t('list.someone'))}
            </td>
            <td className="numeric text-text-muted">{head.at ? <Moment at={head.at} /> : '—'}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
