import { getTranslations } from 'next-intl/server'
import { wantedPath } from '@/app/(auth)/enter'
import { PageHeader } from '@/components/layout/page-header'
import { readOwnNotices } from '@/lib/accounts/notices/queries'
import { ClientMessages } from '@/lib/web/client-messages'
import { pageActor } from '@/lib/web/session'
import { OwnCodeForms } from '../../_components/own-code/own-code-forms'

export async function generateMetadata() {
  return { title: (await getTranslations('ownCode'))('title') }
}

/** Confirms who one is, then continues: for browsers without scripts. */
export default async function ConfirmPage({ searchParams }: PageProps<'/account/confirm'>) {
  const actor = await pageActor('account.manage')
  const [{ phone }, t] = await Promise.all([readOwnNotices(actor), getTranslations('ownCode')])
  return (
    <ClientMessages namespaces={['ownCode']}>
      <PageHeader title={t('title')} lead={t('why')} />
      <OwnCodeForms phone={phone} next={(await wantedPath(searchParams)) || '/account'} />
    </ClientMessages>
  )
}
