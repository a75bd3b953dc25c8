import { getTranslations } from 'next-intl/server'
import { ConfirmForms } from '@/app/_components/confirm/confirm-forms'
import { wantedPath } from '@/app/(auth)/enter'
import { PageBody } from '@/components/layout/page-body'
import { PageHeader } from '@/components/layout/page-header'
import { readWaysToConfirm } from '@/lib/sign-in/factors/read-factors'
import { pageColleague } from '@/lib/web/session'

export async function generateMetadata() {
  return { title: (await getTranslations('factors.again'))('title') }
}

/** Asks people to confirm again who they are, then continues. */
export default async function ConfirmPage({ searchParams }: PageProps<'/security/confirm'>) {
  const actor = await pageColleague()
  const t = await getTranslations('factors.again')
  return (
    <PageBody width="form">
      <PageHeader title={t('title')} lead={t('why')} />
      <ConfirmForms ways={await readWaysToConfirm(actor)} next={(await wantedPath(searchParams)) || '/security'} />
    </PageBody>
  )
}
