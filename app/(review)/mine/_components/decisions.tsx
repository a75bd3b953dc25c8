import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Moment } from '@/components/ui/moment'
import { Status } from '@/components/ui/status'
import { Table, TableHead } from '@/components/ui/table'
import type { MyDecision } from '@/lib/review/queue/read-mine'

const COLUMNS = ['reference', 'kind', 'revision', 'outcome', 'decidedAt', 'now'] as const

/** Lists the reader's own decisions, next to the current status of each case. */
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
              <Moment at={decidedAt} />
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
