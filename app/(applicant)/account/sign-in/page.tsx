import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/layout/page-header'
import { BackLink } from '@/components/qualifications/back-link'
import { Alert } from '@/components/ui/alert'
import { readOwnNotices } from '@/lib/accounts/notices/queries'
import { readOwnSignIn } from '@/lib/sign-in/queries'
import { ClientMessages } from '@/lib/web/messages/client-messages'
import { pageActor } from '@/lib/web/session'
import { ChangePasskeys } from './_components/change-passkeys'
import { ChangePassword } from './_components/change-password'
import { ChangePhone } from './_components/change-phone'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('account.signIn'))('title') }
}

export default async function OwnSignInPage() {
  const actor = await pageActor('account.manage')
  const [{ hasPassword, passkeys }, { phone }, t] = await Promise.all([
    readOwnSignIn(actor),
    readOwnNotices(actor),
    getTranslations('account.signIn'),
  ])
  return (
    <ClientMessages namespaces={['account', 'factors']}>
      <BackLink href="/account">{t('back')}</BackLink>
      <PageHeader title={t('title')} lead={t('lead')} />
      {phone ? (
        <div className="flex flex-col gap-5">
          <ChangePassword hasPassword={hasPassword} phone={phone} />
          <ChangePasskeys passkeys={passkeys} phone={phone} />
          <ChangePhone phone={phone} />
        </div>
      ) : (
        <Alert tone="warning">{t('noPhone')}</Alert>
      )}
    </ClientMessages>
  )
}
