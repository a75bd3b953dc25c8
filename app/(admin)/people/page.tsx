import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { PageBody } from '@/components/layout/page-body'
import { PageHeader } from '@/components/layout/page-header'
import { isEmailSent } from '@/lib/notifications/gateways/mode'
import { listWaitingChanges } from '@/lib/staff/access-changes/waiting-changes'
import { listInvitations, listStaff } from '@/lib/staff/invitations/queries'
import { pageActor } from '@/lib/web/session'
import { InvitationList } from './_components/invitation-list'
import { InviteForm } from './_components/invite-form'
import { StaffTable } from './_components/staff-table'
import { WaitingChanges } from './_components/waiting-changes'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin.people'))('title') }
}

export default async function PeoplePage() {
  const actor = await pageActor('people.manage')
  const [staff, invitations, changes, t] = await Promise.all([
    listStaff(actor),
    listInvitations(actor),
    listWaitingChanges(actor),
    getTranslations('admin.people'),
  ])
  return (
    <PageBody>
      <PageHeader title={t('title')} lead={t('lead')} />
      <WaitingChanges changes={changes} />
      <StaffTable staff={staff} />
      <p className="mt-3">
        <Link href="/people/roles" prefetch={false} className="link inline-block py-1">
          {t('rolesLink')}
        </Link>
      </p>
      <div className="mt-8 grid items-start gap-x-6 gap-y-8 lg:grid-cols-2">
        <InviteForm isEmailSent={isEmailSent()} />
        <InvitationList invitations={invitations} />
      </div>
    </PageBody>
  )
}
