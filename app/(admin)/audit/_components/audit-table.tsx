import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Table } from '@/components/ui/table'
import type { AuditLine } from '@/lib/reports/read-audit-page'
import { ViewerTime } from '../../_components/viewer-time'

const COLUMNS = ['time', 'actor', 'action', 'subject', 'details'] as const

type Props = { lines: readonly AuditLine[]; canSeePeople: boolean }

export function AuditTable({ lines, canSeePeople }: Props) {
  const t = useTranslations('audit')
  return (
    <Table caption={t('table')}>
      <thead>
        <tr>
          {COLUMNS.map((column) => (
            <th key={column} scope="col">
              {t(`columns.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.id}>
            <td className="numeric">
              <ViewerTime at={line.at} hasSeconds />
            </td>
            <td className="whitespace-nowrap">
              <Actor line={line} canSeePeople={canSeePeople} />
            </td>
            <td className="min-w-44">{t(`actions.${line.action}`)}</td>
            <td className="numeric">
              <Subject line={line} canSeePeople={canSeePeople} />
            </td>
            <td className="min-w-64 font-mono text-xs text-text-muted">
              <span className="flex flex-wrap gap-x-3">
                {line.details.map((detail) => (
                  <span key={detail} className="wrap-anywhere">
                    {detail}
                  </span>
                ))}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

type CellProps = { line: AuditLine; canSeePeople: boolean }

function Actor({ line, canSeePeople }: CellProps) {
  const t = useTranslations('audit.actors')
  const { actorKind, actorId, actorName } = line
  if (actorKind !== 'PERSON') return <span className="text-text-muted">{t(actorKind)}</span>
  if (!actorId || !actorName) return <span className="text-text-muted">{t('applicant')}</span>
  return <Person id={actorId} name={actorName} isLink={canSeePeople} />
}

function Subject({ line, canSeePeople }: CellProps) {
  const { subjectId, reference, subjectName, isOpen } = line
  if (reference && isOpen) {
    return (
      <Link href={`/queue/${subjectId}`} prefetch={false} className="link -my-2 inline-block py-2">
        {reference}
      </Link>
    )
  }
  if (reference) return reference
  return subjectId && subjectName ? <Person id={subjectId} name={subjectName} isLink={canSeePeople} /> : null
}

function Person({ id, name, isLink }: { id: string; name: string; isLink: boolean }) {
  if (!isLink) return name
  return (
    <Link href={`/people/${id}`} prefetch={false} className="-my-2 inline-block py-2 hover:underline">
      {name}
    </Link>
  )
}
