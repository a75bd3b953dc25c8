import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { UnbrokenVersions } from '@/components/staff/unbroken-versions'
import { Moment } from '@/components/ui/moment'
import { StatusBadge } from '@/components/ui/status-badge'
import { Table, TableHead } from '@/components/ui/table'
import { detailsOf } from '@/lib/reports/details/details-of'
import { eventKey } from '@/lib/reports/event-key'
import type { AuditLine } from '@/lib/reports/read-audit-page'

const COLUMNS = ['time', 'actor', 'action', 'subject', 'details', 'proof'] as const

type Props = {
  lines: readonly AuditLine[]
  canSeePeople: boolean
  /** Says whether all lines are about one subject. */
  isStory: boolean
}

export function AuditTable({ lines, canSeePeople, isStory }: Props) {
  const t = useTranslations('audit')
  const say = useTranslations()
  return (
    <Table caption={t('table')}>
      <TableHead headings={COLUMNS.map((column) => t(`columns.${column}`))} />
      <tbody>
        {lines.map((line) => (
          <tr key={line.id}>
            <td className="numeric">
              <Moment at={line.at} isExact />
            </td>
            <td className="whitespace-nowrap">
              <Actor line={line} />
            </td>
            <td className="min-w-48">
              {t(eventKey(line.action))} {line.isTest ? <StatusBadge tone="info">{t('test')}</StatusBadge> : null}
            </td>
            <td className="numeric">
              <Subject line={line} canSeePeople={canSeePeople} />
            </td>
            <td className="w-full min-w-64 wrap-anywhere text-text-muted">
              <UnbrokenVersions text={detailsOf(say, line.action, line.data).join(' · ')} />
            </td>
            <td className="whitespace-nowrap">
              <Proof line={line} isStory={isStory} />
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
  if (actorKind === 'CLIENT' && actorName) return t('client', { name: actorName })
  if (actorKind !== 'PERSON') return <span className="text-text-muted">{t(actorKind)}</span>
  return actorName ?? <span className="text-text-muted">{t('applicant')}</span>
}

function Subject({ line, canSeePeople }: { line: AuditLine; canSeePeople: boolean }) {
  const { subjectId, actorId, reference, subjectName, isOpen } = line
  if (reference) return isOpen ? <To href={`/cases/${subjectId}`}>{reference}</To> : reference
  if (!subjectName || subjectId === actorId) return null // of oneself, the actor's column says it
  return canSeePeople ? <To href={`/people/${subjectId}`}>{subjectName}</To> : subjectName
}

/** Links to the entry, its proof, and all else about the same subject. */
function Proof({ line: { id, subjectId }, isStory }: { line: AuditLine; isStory: boolean }) {
  const t = useTranslations('audit.proof')
  return (
    <span className="flex gap-x-3">
      <a className="link -my-2 inline-block py-2" href={`/api/audit/events/${id}/entry`} download>
        {t('entry')}
      </a>
      <a className="link -my-2 inline-block py-2" href={`/api/audit/events/${id}/proof`} download>
        {t('proof')}
      </a>
      {subjectId && !isStory ? <To href={`/audit?subject=${subjectId}`}>{t('story')}</To> : null}
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
