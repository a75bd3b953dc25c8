import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { PageBody } from '@/components/layout/page-body'
import { PageHeader } from '@/components/layout/page-header'
import { RoleTable } from '@/components/staff/role-table'
import { Breadcrumbs } from '@/components/ui/breadcrumbs'
import { pageActor } from '@/lib/web/session'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin.roleTable'))('title') }
}

/** Shows what each role may do, and who grants it. */
export default async function RolesPage() {
  await pageActor('people.manage')
  const [t, tPeople] = await Promise.all([getTranslations('admin.roleTable'), getTranslations('admin.people')])
  return (
    <PageBody>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        above={
          <Breadcrumbs link={Link} items={[{ label: tPeople('title'), href: '/people' }, { label: t('title') }]} />
        }
      />
      <RoleTable />
      <ul className="mt-4 max-w-measure list-disc space-y-1 pl-5 text-text-muted">
        <li>{t('handedOut')}</li>
        <li>{t('second')}</li>
        <li>{t('last')}</li>
      </ul>
    </PageBody>
  )
}
