import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/layout/page-header'
import { Alert } from '@/components/ui/alert'
import { readOwnSignIn } from '@/lib/identity/queries'
import { readOwnNotices } from '@/lib/notifications/queries'
import { ClientMessages } from '@/lib/web/client-messages'
import { pageActor } from '@/lib/web/session'
import { BackLink } from '../../qualifications/_components/back-link'
import { ChangePassword } from './_components/change-password'
import { ChangePhone } from './_components/change-phone'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('account.signIn'))('title') }
}

export default async function OwnSignInPage() {
  const actor = await pageActor('qualification.own')
  const [{ hasPassword }, { phone }, t] = await Promise.all([
    readOwnSignIn(actor),
    readOwnNotices(actor),
    getTranslations('account.signIn'),
  ])
  return (
    <ClientMessages namespaces={['account']}>
      <BackLink href="/account">{t('back')}</BackLink>
      <PageHeader title={t('title')} lead={t('lead')} />
      {phone ? (
        <div className="flex flex-col gap-5">
          <ChangePassword hasPassword={hasPassword} phone={phone} />
          <ChangePhone phone={phone} />
        </div>
      ) : (
        <Alert tone="warning">{t('noPhone')}</Alert>
      )}
    </ClientMessages>
  )
}
