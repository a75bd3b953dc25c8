import { Check } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { PageBody } from '@/components/layout/page-body'
import { PageHeader } from '@/components/layout/page-header'
import { Breadcrumbs } from '@/components/ui/breadcrumbs'
import { Table } from '@/components/ui/table'
import { CAPABILITIES, capabilitiesOf } from '@/lib/auth/capabilities'
import { StaffRole } from '@/lib/db/generated/enums'
import { pageActor } from '@/lib/web/session'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin.roleTable'))('title') }
}

const ROLES = Object.values(StaffRole)

/** What each role may, as one table: out of the same list that every act is asked by. */
export default async function RolesPage() {
  await pageActor('people.manage')
  const [t, tPeople, tRoles, tCapabilities] = await Promise.all([
    getTranslations('admin.roleTable'),
    getTranslations('admin.people'),
    getTranslations('access.roles'),
    getTranslations('access.capabilities'),
  ])
  const capabilities = CAPABILITIES.filter((capability) => capabilitiesOf(ROLES).includes(capability))
  return (
    <PageBody>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        above={
          <Breadcrumbs link={Link} items={[{ label: tPeople('title'), href: '/people' }, { label: t('title') }]} />
        }
      />
      <Table caption={t('table')}>
        <thead>
          <tr>
            <th scope="col">{t('may')}</th>
            {ROLES.map((role) => (
              <th key={role} scope="col">
                {tRoles(`${role}.name`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {capabilities.map((capability) => (
            <tr key={capability}>
              <th scope="row" className="font-normal!">
                {tCapabilities(capability)}
              </th>
              {ROLES.map((role) => (
                <td key={role}>
                  {capabilitiesOf([role]).includes(capability) ? (
                    <Check role="img" aria-label={t('yes')} className="size-4 text-action" />
                  ) : (
                    <span className="text-text-muted">
                      <span aria-hidden>—</span>
                      <span className="sr-only">{t('no')}</span>
                    </span>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
      <ul className="mt-4 max-w-measure list-disc space-y-1 pl-5 text-text-muted">
        <li>{t('handedOut')}</li>
        <li>{t('second')}</li>
        <li>{t('last')}</li>
      </ul>
    </PageBody>
  )
}
