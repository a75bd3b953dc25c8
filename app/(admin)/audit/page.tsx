import { Download } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { PageBody } from '@/components/layout/page-body'
import { PageHeader } from '@/components/layout/page-header'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Pagination } from '@/components/ui/pagination'
import { can } from '@/lib/auth/actor'
import { readAuditPage } from '@/lib/reports/read-audit-page'
import { AuditFilters as Filters } from '@/lib/reports/schemas'
import { pageActor } from '@/lib/web/session'
import { addressOf } from '../_components/address'
import { AuditFilters } from './_components/audit-filters'
import { AuditTable } from './_components/audit-table'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('audit'))('title') }
}

export default async function AuditPage({ searchParams }: PageProps<'/audit'>) {
  const actor = await pageActor('audit.read')
  const filters = Filters.parse(await searchParams)
  const [{ lines, newer, older }, t] = await Promise.all([readAuditPage(actor, filters), getTranslations('audit')])
  const { before: _, ...kept } = filters
  const to = (before?: string | null) => addressOf('/audit', before ? { ...kept, before } : kept)
  const exportButton = (
    <Button asChild>
      <Link href={addressOf('/reports', { subject: 'AUDIT', ...kept })} prefetch={false}>
        <Download aria-hidden />
        {t(kept.action || kept.reference ? 'exportFiltered' : 'export')}
      </Link>
    </Button>
  )
  return (
    <PageBody>
      <PageHeader title={t('title')} lead={t('lead')} actions={can(actor, 'audit.export') ? exportButton : null} />
      <AuditFilters filters={kept} />
      {lines.length > 0 ? (
        <AuditTable lines={lines} canSeePeople={can(actor, 'people.manage')} />
      ) : (
        <EmptyState
          title={t('empty.title')}
          action={
            <Button asChild>
              <Link href="/audit">{t('empty.all')}</Link>
            </Button>
          }
        >
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
