import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Status } from '@/components/ui/status'
import { Table, TableHead } from '@/components/ui/table'
import { ViewerTime } from '@/components/ui/viewer-time'
import type { MyDecision } from '@/lib/review/read-mine'

const COLUMNS = ['reference', 'kind', 'revision', 'outcome', 'decidedAt', 'now'] as const

/** What one decided, beside what has become of it. */
export function Decisions({ caption, decisions }: { caption: string; decisions: readonly MyDecision[] }) {
  const t = useTranslations('review')
  return (
    <Table caption={caption}>
      <TableHead headings={COLUMNS.map((column) => t(`mine.columns.${column}`))} />
      <tbody>
        {decisions.map(({ decisionId, id, reference, kind, revision, outcome, decidedAt, status }) => (
          <tr key={decisionId}>
            <th scope="row" className="numeric">
              <Link href={`/queue/${id}`} prefetch={false} className="link -my-2 py-2">
                {reference}
              </Link>
            </th>
            <td className="whitespace-nowrap">{t(`queue.kinds.${kind}`)}</td>
            <td className="numeric">{t('queue.revision', { revision })}</td>
            <td className="whitespace-nowrap">{t(`send.outcomes.${outcome}`)}</td>
            <td className="numeric">
              <ViewerTime at={decidedAt} />
            </td>
            <td>
              <Status status={status} />
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
