import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/layout/page-header'
import { OwnWaysProvider } from '@/components/sign-in/own-ways'
import { listAccounts, listInvitationsTo, readMembers } from '@/lib/accounts/members/queries'
import { readOwnNotices } from '@/lib/accounts/notices/queries'
import { hasOwnPasskey } from '@/lib/sign-in/confirm-act'
import { ClientMessages } from '@/lib/web/messages/client-messages'
import { pageActor } from '@/lib/web/session'
import { InvitationsToMe } from './_components/invitations-to-me'
import { InviteForm } from './_components/invite-form'
import { MembersCards } from './_components/members-cards'
import { NoticeChoices } from './_components/notice-choices'
import { NoticeEmail } from './_components/notice-email'
import { SessionsCard } from './_components/sessions-card'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('account'))('title') }
}

export default async function AccountPage() {
  const actor = await pageActor('account.manage')
  const [accounts, invitations, notices, hasPasskey, t] = await Promise.all([
    listAccounts(actor),
    listInvitationsTo(actor),
    readOwnNotices(actor),
    hasOwnPasskey(actor),
    getTranslations('account'),
  ])
  const withMembers = await Promise.all(
    accounts.map(async (account) => ({ ...account, ...(await readMembers(actor, account.id)) })),
  )
  return (
    <ClientMessages namespaces={['account', 'ownCode']}>
      <PageHeader title={t('title')} lead={t('lead')} />
      <OwnWaysProvider phone={notices.phone} hasPasskey={hasPasskey}>
        <div className="flex flex-col gap-5">
          <Link href="/account/sign-in" className="link inline-block w-fit py-2">
            {t('signIn.link')}
          </Link>
          <InvitationsToMe invitations={invitations} />
          <MembersCards accounts={withMembers} />
          <InviteForm accounts={accounts} />
          <NoticeChoices notices={notices} />
          <NoticeEmail notices={notices} />
          <SessionsCard />
        </div>
      </OwnWaysProvider>
    </ClientMessages>
  )
}
