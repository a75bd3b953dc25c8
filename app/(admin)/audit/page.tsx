import { Download } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { PageBody } from '@/components/layout/page-body'
import { PageHeader } from '@/components/layout/page-header'
import { TabTitle } from '@/components/layout/tab-title'
import { addressOf } from '@/components/ui/address'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Pagination } from '@/components/ui/pagination'
import { can } from '@/lib/actor/actor'
import { readActors } from '@/lib/reports/read-actors'
import { type AuditLine, readAuditPage } from '@/lib/reports/read-audit-page'
import { AuditFilters as Filters } from '@/lib/reports/schemas'
import { readLogState } from '@/lib/reports/verifications/read-log-state'
import { pageActor } from '@/lib/web/session'
import { AuditFilters } from './_components/audit-filters'
import { AuditTable } from './_components/audit-table'
import { LogState } from './_components/log-state'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('audit'))('title') }
}

export default async function AuditPage({ searchParams }: PageProps<'/audit'>) {
  const actor = await pageActor('audit.read')
  const filters = Filters.parse(await searchParams)
  const [{ lines, newer, older }, state, people, t] = await Promise.all([
    readAuditPage(actor, filters),
    filters.subject ? null : readLogState(actor),
    filters.subject ? [] : readActors(actor, filters.actor),
    getTranslations('audit'),
  ])
  const name = nameOf(lines[0])
  const { before: _, ...others } = filters
  const to = (before?: string | null) => addressOf('/audit', before ? { ...others, before } : others)
  const exportButton = (
    <Button asChild>
      <Link href={addressOf('/reports', { ...others, subject: 'AUDIT' })} prefetch={false}>
        <Download aria-hidden />
        {t(isNarrowed(others) ? 'exportFiltered' : 'export')}
      </Link>
    </Button>
  )
  const allButton = (
    <Button asChild>
      <Link href="/audit">{t('empty.all')}</Link>
    </Button>
  )
  return (
    <PageBody>
      {filters.subject ? (
        <>
          {name ? <TabTitle reference={name} /> : null}
          <PageHeader
            title={t('story.title', { name: name ?? filters.subject })}
            lead={t('story.lead')}
            actions={allButton}
          />
        </>
      ) : (
        <>
          <PageHeader
            title={t('title')}
            lead={t('lead')}
            actions={lines.length > 0 && can(actor, 'audit.export') ? exportButton : null}
          />
          {state ? <LogState {...state} /> : null}
          <AuditFilters filters={others} people={people} isNarrowed={isNarrowed(others)} />
        </>
      )}
      {lines.length > 0 ? (
        <AuditTable lines={lines} isStory={filters.subject !== undefined} canSeePeople={can(actor, 'people.manage')} />
      ) : (
        <EmptyState title={t('empty.title')} action={filters.subject || isNarrowed(others) ? null : allButton}>
          {t('empty.text')}
        </EmptyState>
      )}
      <Pagination
        link={Link}
        newerHref={newer === undefined ? undefined : to(newer)}
        olderHref={older ? to(older) : undefined}
      />
    </PageBody>
  )
}

const isNarrowed = (filters: object) => Object.values(filters).some((value) => value !== undefined)

const nameOf = (line: AuditLine | undefined) => line?.reference ?? line?.subjectName
