import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Table, TableHead } from '@/components/ui/table'
import { ViewerTime } from '@/components/ui/viewer-time'
import type { AuditLine } from '@/lib/reports/read-audit-page'

const COLUMNS = ['time', 'actor', 'action', 'subject', 'details', 'proof'] as const

type Props = { lines: readonly AuditLine[]; canSeePeople: boolean }

export function AuditTable({ lines, canSeePeople }: Props) {
  const t = useTranslations('audit')
  return (
    <Table caption={t('table')}>
      <TableHead headings={COLUMNS.map((column) => t(`columns.${column}`))} />
      <tbody>
        {lines.map((line) => (
          <tr key={line.id}>
            <td className="numeric">
              <ViewerTime at={line.at} isExact />
            </td>
            <td className="whitespace-nowrap">
              <Actor line={line} />
            </td>
            <td className="min-w-48">{t(`actions.${line.action}`)}</td>
            <td className="numeric">
              <Subject line={line} canSeePeople={canSeePeople} />
            </td>
            <td className="w-full min-w-64 font-mono text-xs text-text-muted">
              <span className="flex flex-wrap gap-x-3">
                {line.details.map((detail) => (
                  <span key={detail} className="wrap-anywhere">
                    {detail}
                  </span>
                ))}
              </span>
            </td>
            <td className="whitespace-nowrap">
              <Proof line={line} />
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

function Actor({ line }: { line: AuditLine }) {
  const t = useTranslations('audit.actors')
  const { actorKind, actorName } = line
  if (actorKind !== 'PERSON') return <span className="text-text-muted">{t(actorKind)}</span>
  return actorName ?? <span className="text-text-muted">{t('applicant')}</span>
}

function Subject({ line, canSeePeople }: { line: AuditLine; canSeePeople: boolean }) {
  const { subjectId, actorId, reference, subjectName, isOpen } = line
  if (reference) return isOpen ? <To href={`/cases/${subjectId}`}>{reference}</To> : reference
  if (!subjectName || subjectId === actorId) return null // of oneself, the actor's column says it
  return canSeePeople ? <To href={`/people/${subjectId}`}>{subjectName}</To> : subjectName
}

/** The entry and its proof, and the way to all else about the same. */
function Proof({ line: { id, subjectId } }: { line: AuditLine }) {
  const t = useTranslations('audit.proof')
  return (
    <span className="flex gap-x-3">
      <a className="link -my-2 inline-block py-2" href={`/api/audit/events/${id}/entry`} download>
        {t('entry')}
      </a>
      <a className="link -my-2 inline-block py-2" href={`/api/audit/events/${id}/proof`} download>
        {t('proof')}
      </a>
      {subjectId ? <To href={`/audit?subject=${subjectId}`}>{t('story')}</To> : null}
    </span>
  )
}

function To({ href, children }: { href: string; children: string }) {
  return (
    <Link href={href} prefetch={false} className="link -my-2 inline-block py-2">
      {children}
    </Link>
  )
}
